import type { Problem } from '@genkan/contracts/problem';

/**
 * `user`: the caller can do something about it. `operational`: nobody's mistake, such as a full queue; expected to pass.
 * `unexpected`: a bug; the caller learns nothing but its request id.
 */
export type ErrorKind = 'user' | 'operational' | 'unexpected';

/** One invalid field; `field` is its path, such as `body.address.city`. */
export type FieldError = NonNullable<Problem['errors']>[number];

export interface ServiceErrorFacts<Code extends string = string> {
  /** Declared in the endpoint's `errors`, or a common one: the contract knows its status and title. */
  readonly code: Code;
  /** `user` unless told. */
  readonly kind?: ErrorKind;
  /** What was wrong with this request, in English. The caller reads it: nothing internal, nothing secret. */
  readonly detail?: string | undefined;
  /** Sent as Retry-After, in whole seconds. */
  readonly retryAfterSeconds?: number | undefined;
  readonly fieldErrors?: readonly FieldError[] | undefined;
  readonly cause?: unknown;
}

/**
 * A failure that the caller is told of. A service lets no code compile that its endpoints do not declare:
 * `throw new ServiceError<ErrorCodeOf<typeof activities>>({ code: 'audit.window_invalid' })`.
 */
export class ServiceError<Code extends string = string> extends Error {
  override readonly name = 'ServiceError';
  readonly code: Code;
  readonly kind: ErrorKind;
  readonly detail: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly fieldErrors: readonly FieldError[] | undefined;

  constructor({ code, kind = 'user', detail, retryAfterSeconds, fieldErrors, cause }: ServiceErrorFacts<Code>) {
    super(detail ?? code, { cause });
    this.code = code;
    this.kind = kind;
    this.detail = detail;
    this.retryAfterSeconds = retryAfterSeconds;
    this.fieldErrors = fieldErrors;
  }
}
