import type { FieldError } from '@genkan/call/field-error';
import { Refusal } from '@genkan/call/refusal';
import type { CodeOf } from '@genkan/contracts/endpoint';
import type { completeRegistration } from '@genkan/contracts/identity/registration';
import type { PasswordPolicy, PasswordProblem } from '@genkan/credentials/password-policy';
import type { ReadyDraft } from './draft.js';

export interface NewPassword {
  readonly password: string;
  readonly passwordConfirmation: string;
}

/** @throws Refusal with every reason at once (acceptance R1); a password that is not given is the contract's business */
export type CheckPassword = (given: Partial<NewPassword>, owner: ReadyDraft) => void;

export function createCheckPassword(policy: PasswordPolicy): CheckPassword {
  const messages: Record<PasswordProblem, string> = {
    too_short: `has less than ${policy.minLength} characters`,
    too_long: `has more than ${policy.maxLength} characters`,
    bad_character: 'has a character that is neither letter, digit, sign nor space of ASCII',
    needs_letter: 'has no letter',
    needs_digit: 'has no digit',
    needs_special: 'has no special character',
    common: 'is a common password, or close to one',
    contains_email: 'contains a part of the e-mail address',
    contains_name: 'contains a part of the name',
  };
  return ({ password, passwordConfirmation }, { email, profile }) => {
    if (password === undefined) return;
    const problems = policy.problemsOf(password, { email: email.target, names: [profile.name] });
    const fieldErrors: FieldError[] = problems.map((code) => ({
      field: 'body.password',
      code,
      message: messages[code],
    }));
    if (passwordConfirmation !== undefined && password !== passwordConfirmation) {
      fieldErrors.push({ field: 'body.passwordConfirmation', code: 'different', message: 'is not the same' });
    }
    if (fieldErrors.length > 0)
      throw new Refusal<CodeOf<typeof completeRegistration>>('identity.password_refused', { fieldErrors });
  };
}
