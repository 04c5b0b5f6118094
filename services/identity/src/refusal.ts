import type { ErrorCodeOf } from '@genkan/contracts/endpoint';
import type * as devices from '@genkan/contracts/identity/devices';
import type * as lookUps from '@genkan/contracts/identity/look-ups';
import type * as members from '@genkan/contracts/identity/members';
import type * as registration from '@genkan/contracts/identity/registration';
import type * as options from '@genkan/contracts/identity/registration-options';
import type * as sessions from '@genkan/contracts/identity/sessions';
import type * as signIn from '@genkan/contracts/identity/sign-in';

/** Every code that this service refuses with: exactly those that its endpoints declare, so their status is known. */
export type RefusalCode =
  | ErrorCodeOf<typeof registration>
  | ErrorCodeOf<typeof options>
  | ErrorCodeOf<typeof members>
  | ErrorCodeOf<typeof sessions>
  | ErrorCodeOf<typeof signIn>
  | ErrorCodeOf<typeof devices>
  | ErrorCodeOf<typeof lookUps>;

/** One field that was refused. */
export interface FieldError {
  /** Path of the field, such as `body.address.city`. */
  readonly field: string;
  /** Stable reason, such as `required`. */
  readonly code: string;
  readonly message: string;
}

interface Details {
  readonly detail?: string;
  readonly fieldErrors?: readonly FieldError[];
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
