import type { Ctx } from '@genkan/call/ctx';
import type { IsRefused, PartsOf } from '@genkan/call/fitting-parts';
import type { AnswerOf, CredentialName, EndpointContract, InputOf } from '@genkan/contracts/endpoint';
import type { ParsedRequest } from './parse-request.js';

/** A cookie that the gateway sets for this answer, or clears. Only those that the contract `sets`. */
export type CredentialChange = { readonly token: string; readonly maxAgeSeconds: number } | 'clear';

interface AnswerParts {
  /** An endpoint that honours Idempotency-Key may only clear, the device cookie apart: a secret is never answered twice. */
  readonly set?: { readonly [Name in CredentialName]?: CredentialChange };
}

/** Version of what is answered, without quotes; present exactly where the contract has an ETag. A client that has it gets a 304. */
type VersionOf<E extends EndpointContract> = E['response']['etag'] extends true
  ? { readonly etag: string }
  : { readonly etag?: undefined };

/** `void`, as an answer: what a use case without a value returns. */
type Nothing = Awaited<Promise<void>>;

/** What an endpoint is answered with, beside what its contract says. */
export type Answer<E extends EndpointContract> = [AnswerOf<E>] extends [undefined]
  ? (AnswerParts & { readonly body?: undefined }) | Nothing
  : AnswerParts & VersionOf<E> & { readonly body: AnswerOf<E> };

/** What a call brings beside its input; entity tags come without quotes. */
export interface CallHeaders<Conditional extends boolean = boolean> {
  /** Token of the device cookie; only where the contract `sets` the device. */
  readonly deviceToken: string | undefined;
  /** SHA-256 (hexadecimal) of the session cookie's token; only where the contract `sets` the session. */
  readonly sessionHash: string | undefined;
  /** What If-Match names: the version to change, see `requireVersion`. Only where the contract is `conditional`, and there always. */
  readonly version: Conditional extends true ? number : undefined;
  readonly ifNoneMatch: string | undefined;
}

/** Runs one endpoint's use case. */
export type Handler<E extends EndpointContract, Value> = (
  ctx: Ctx,
  input: InputOf<E>,
  headers: CallHeaders<E['conditional']>,
) => Promise<Value>;

/** An answer whose contract is no longer in its type; it is checked against the contract's schema. */
export interface LooseAnswer extends AnswerParts {
  readonly etag?: string;
  readonly body?: unknown;
}

/**
 * Runs in place of the handler, on the parts that fit, when the contract refuses fields of a request. It throws what the handler
 * would throw for those parts, so that the caller learns all invalid fields at once (acceptance A2).
 */
export type PartsCheck<E extends EndpointContract> = (
  ctx: Ctx,
  parts: PartsOf<InputOf<E>>,
  isRefused: IsRefused,
) => unknown;

/** An endpoint with its handler, as `createServiceApp` mounts it. */
export interface Route {
  readonly endpoint: EndpointContract;
  handle(ctx: Ctx, input: ParsedRequest, headers: CallHeaders): Promise<unknown>;
  /** The answer out of what `handle` returned. */
  present(value: unknown): LooseAnswer;
  /** See `PartsCheck`; a route without one refuses nothing here. */
  check(ctx: Ctx, parts: Partial<ParsedRequest>, isRefused: IsRefused): Promise<unknown>;
}

/**
 * Binds an endpoint to the use case behind it. With `present` the handler returns what the domain says and `present` makes
 * the answer of it. An endpoint that honours Idempotency-Key does all its work in one `transact`, and the handler returns
 * that transaction's value: what is kept for a second call is presented from the same value inside the transaction.
 */
export function route<E extends EndpointContract, Value>(
  endpoint: E,
  handler: Handler<E, Value>,
  more: { readonly present: (value: Value) => Answer<E>; readonly check?: PartsCheck<E> },
): Route;
export function route<E extends EndpointContract>(
  endpoint: E,
  handler: Handler<E, Answer<E>>,
  more?: { readonly check: PartsCheck<E> },
): Route;
export function route<E extends EndpointContract>(
  endpoint: E,
  handler: Handler<E, unknown>,
  more: { readonly present?: (value: never) => Answer<E>; readonly check?: PartsCheck<E> } = {},
): Route {
  const { present = (value: unknown) => value, check } = more;
  return {
    endpoint,
    // Input, headers and parts were read by this very endpoint's contract, the value came from this very handler.
    handle: (ctx, input, headers) => handler(ctx, input as InputOf<E>, headers as CallHeaders<E['conditional']>),
    present: (value) => (present(value as never) ?? {}) as LooseAnswer,
    check: async (ctx, parts, isRefused) => check?.(ctx, parts as PartsOf<InputOf<E>>, isRefused),
  };
}
