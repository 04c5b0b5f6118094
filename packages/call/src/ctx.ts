import type { Clock } from '@genkan/config/clock';
import type { CallContext } from '@genkan/contracts/call-context';
import type { IdempotencyClaim } from './idempotency.js';

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
  /** Types of all events that it committed. */
  readonly types: string[];
}

/** Of a call that has committed nothing yet. */
export const nothingRecorded = (): Recording => ({ eventId: null, types: [] });
