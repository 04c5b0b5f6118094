import type { FieldError } from './field-error.js';

/**
 * `user`: the caller can do something about it. `operational`: a state of the service that is expected to pass, such as a full
 * queue. Any other error is a bug: its caller learns nothing but the request id.
 */
export type RefusalKind = 'user' | 'operational';

export interface RefusalFacts {
  /** `user` unless told. */
  readonly kind?: RefusalKind;
  /** What was wrong with this request, in English. The caller reads it: nothing internal, nothing secret. */
  readonly detail?: string | undefined;
  /** Whole seconds. */
  readonly retryAfterSeconds?: number | undefined;
  readonly fieldErrors?: readonly FieldError[] | undefined;
  readonly cause?: unknown;
}

/**
 * What a use case throws when it says no. It knows no HTTP: the contract knows the status and the title of the code. The codes
 * that may be thrown are the type's parameter, taken from the endpoint, so a code that the endpoint does not declare does not
 * compile: `throw new Refusal<CodeOf<typeof signIn>>('identity.sign_in_failed')`.
 */
export class Refusal<Code extends string = never> extends Error {
  override readonly name = 'Refusal';
  readonly code: Code;
  readonly kind: RefusalKind;
  readonly detail: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly fieldErrors: readonly FieldError[] | undefined;

  constructor(
    code: NoInfer<Code>,
    { kind = 'user', detail, retryAfterSeconds, fieldErrors, cause }: RefusalFacts = {},
  ) {
    super(detail ?? code, { cause });
    this.code = code;
    this.kind = kind;
    this.detail = detail;
    this.retryAfterSeconds = retryAfterSeconds;
    this.fieldErrors = fieldErrors;
  }
}
