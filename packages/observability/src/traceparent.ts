import { randomBytes } from 'node:crypto';

/** A position in a trace, as W3C Trace Context carries it (https://www.w3.org/TR/trace-context/). */
export interface Traceparent {
  /** 32 hexadecimal digits, the same for everything that one request caused. */
  readonly traceId: string;
  /** 16 hexadecimal digits, this piece of work. */
  readonly spanId: string;
  readonly sampled: boolean;
}

const FORM = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/;
const SAMPLED = 1;

/**
 * Reads a `traceparent` header; undefined when it is missing or breaks the standard in any way (upper case, all-zero ids,
 * version ff, something behind version 00). A later version is read as far as version 00 goes, as the standard asks.
 */
export function parseTraceparent(header: string | undefined): Traceparent | undefined {
  const [, version, traceId, spanId, flags, more] = FORM.exec(header ?? '') ?? [];
  if (!version || !traceId || !spanId || !flags) return undefined;
  if (version === 'ff' || (version === '00' && more !== undefined)) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & SAMPLED) === SAMPLED };
}

/** The header's text, always version 00. */
export function formatTraceparent({ traceId, spanId, sampled }: Traceparent): string {
  return `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;
}

/** The start of a trace of its own. */
export function freshTraceparent(): Traceparent {
  return { traceId: randomHex(16), spanId: randomHex(8), sampled: true };
}

/** The next piece of work in the same trace. */
export function childOf(parent: Traceparent): Traceparent {
  return { ...parent, spanId: randomHex(8) };
}

/** Random and, as the standard demands, not all zeros. */
function randomHex(bytes: number): string {
  const id = randomBytes(bytes);
  if (id.every((byte) => byte === 0)) id[0] = 1;
  return id.toString('hex');
}
