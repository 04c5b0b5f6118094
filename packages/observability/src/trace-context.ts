import { AsyncLocalStorage } from 'node:async_hooks';
import { childOf, formatTraceparent, freshTraceparent, parseTraceparent, type Traceparent } from './traceparent.js';

/** What the logger adds to each line, and what goes on to the next service. Never input of business code: that is `ctx`. */
export interface TraceContext extends Traceparent {
  readonly requestId?: string | undefined;
  readonly correlationId?: string | undefined;
}

/** What a request or an event brought along. */
export interface IncomingTrace {
  /** The header as received; a missing or invalid one starts a fresh trace. */
  readonly traceparent?: string | undefined;
  readonly requestId?: string | undefined;
  readonly correlationId?: string | undefined;
}

const storage = new AsyncLocalStorage<TraceContext>();

/** Runs `work` as the next span of the incoming trace; logs of everything it awaits carry the ids. Returns what it returns. */
export function runInTrace<T>({ traceparent, requestId, correlationId }: IncomingTrace, work: () => T): T {
  const parent = parseTraceparent(traceparent);
  const span = parent ? childOf(parent) : freshTraceparent();
  return storage.run({ ...span, requestId, correlationId }, work);
}

/** The trace that the caller runs in; undefined outside `runInTrace`. */
export function currentTrace(): TraceContext | undefined {
  return storage.getStore();
}

/** The `traceparent` for an outgoing call or event: the current span, or a fresh trace outside of one. */
export function outgoingTraceparent(): string {
  return formatTraceparent(currentTrace() ?? freshTraceparent());
}
