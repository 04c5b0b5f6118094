import type { Language } from '@genkan/contracts/primitives';

/** How an account is reached by one channel. */
export interface Contact {
  readonly accountNo: string;
  readonly channel: 'email' | 'phone';
  /** Version of the member that it is a part of. */
  readonly version: number;
  readonly address: string;
  readonly language: Language;
  /** The challenge that proved it. */
  readonly challengeId: string;
}
