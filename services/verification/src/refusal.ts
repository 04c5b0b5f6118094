import type { ErrorCodeOf } from '@genkan/contracts/endpoint';
import type * as challenges from '@genkan/contracts/verification/challenges';

/** Every code that this service refuses with: exactly those that its endpoints declare, so their status is known. */
export type RefusalCode = ErrorCodeOf<typeof challenges>;

interface Details {
  readonly detail?: string;
  readonly fieldErrors?: readonly { readonly field: string; readonly code: string; readonly message: string }[];
  readonly retryAfterSeconds?: number;
}

/** What the domain throws when it says no. The border turns it into a problem; it knows no HTTP. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly code: RefusalCode,
    readonly details: Details = {},
  ) {
    super(details.detail ?? code);
  }
}
