import type { FieldError } from '@genkan/call/field-error';
import type { commonErrors } from '@genkan/contracts/problem';
import type { CredentialChange } from '../credentials/compose-credentials.js';

export interface RefusalFacts {
  readonly detail?: string;
  readonly fieldErrors?: readonly FieldError[] | undefined;
  /** Methods for the Allow field of a 405. */
  readonly allow?: readonly string[];
  readonly retryAfterSeconds?: number;
  /** Cookies that are of no more use. */
  readonly changes?: readonly CredentialChange[];
  /** The rate limit with its client, when the call is one of a flood. */
  readonly overLimitKey?: string;
}

/** The gateway itself refuses or fails a call, with one of the common codes. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(
    readonly code: keyof typeof commonErrors,
    readonly facts: RefusalFacts = {},
  ) {
    super(code);
  }
}
