import type { Clock } from '@genkan/config/clock';
import type { CallContext } from '@genkan/contracts/call-context';

/**
 * One call as use cases see it: who, from where and why (the gateway's token), the clock, and what it has recorded.
 * Passed explicitly everywhere.
 */
export interface Ctx extends CallContext {
  readonly clock: Clock;
  /** Written by `transact` alone, after a commit. */
  readonly recording: Recording;
  /** Present when the caller sent an Idempotency-Key to an endpoint that honours it. */
  readonly idempotency: IdempotencyClaim | null;
}

export interface Recording {
  /** Id of the first event that this call committed: the record of the call. Null as long as there is none. */
  eventId: string | null;
}

/** A caller's claim that this is one effect however often it is sent (acceptance A6). */
export interface IdempotencyClaim {
  readonly principal: string;
  readonly endpoint: string;
  readonly key: string;
  /** HMAC of the body with the service's key: another body under the same key is refused. */
  readonly bodyHash: string;
  /** Renders the value of the transaction as the answer to keep. */
  readonly render: (value: unknown) => StoredAnswer;
}

export interface StoredAnswer {
  readonly status: number;
  /** JSON text of the body; empty when the answer has none. */
  readonly body: string;
}
