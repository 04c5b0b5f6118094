import { Refusal } from '../refusal.js';

export function checkPassword(_body: { password: string; passwordConfirmation: string }, _email: string): void {
  throw new Refusal('identity.password_refused');
}
