import type { IncomingMessage } from 'node:http';
import type { Ids } from '@genkan/config/ids';
import type { EndpointContract } from '@genkan/contracts/endpoint';
import { childOf, formatTraceparent, freshTraceparent, parseTraceparent } from '@genkan/observability/traceparent';
import { anonymousCaller, type Caller, type Tokens } from '../credentials/compose-credentials.js';
import type { RateState } from '../enforcement/compose-enforcement.js';
import type { RecordableCall } from '../recording/compose-recording.js';
import { EdgeRefusal } from './edge-refusal.js';
import { sourceAddress, type TrustedProxies } from './source-address.js';

const LONGEST_USER_AGENT = 1_024;
/** A header may hold bytes that no text has; a record holds text, one byte a character. */
const NOT_PRINTABLE = /[^\x20-\x7e]/g;

/** Whether a method only reads. HEAD is answered as GET, without the body. */
export const isSafe = (method: string): boolean => method === 'GET' || method === 'HEAD';

/** One call on its way through the gateway: each step adds what it found out. */
export class Call implements RecordableCall {
  readonly startedMs = performance.now();
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly sourceIp: string;
  /** Whether the address comes from where it has to; if not, it is the nearest that is known. */
  readonly isSourceKnown: boolean;
  endpoint: EndpointContract | null = null;
  params: Readonly<Record<string, string>> = {};
  body: Buffer | null = null;
  caller: Caller = anonymousCaller;
  tokens: Tokens = {};
  decisionId: string | null = null;
  /** Where its client stands with each limit that it was counted under. */
  readonly rates: RateState[] = [];
  #traceparent: string | undefined;

  constructor(
    readonly request: Pick<IncomingMessage, 'method' | 'url' | 'headers' | 'socket'>,
    ids: Ids,
    trustedProxies: TrustedProxies,
  ) {
    const { method = '', url = '', headers, socket } = request;
    const end = url.indexOf('?');
    this.requestId = ids.uuid();
    this.method = method;
    this.path = end === -1 ? url : url.slice(0, end);
    this.query = end === -1 ? '' : url.slice(end + 1);
    const address = sourceAddress(socket.remoteAddress, headers['x-forwarded-for']?.toString(), trustedProxies);
    this.isSourceKnown = address !== undefined;
    this.sourceIp = address ?? sourceAddress(socket.remoteAddress, undefined, []) ?? '0.0.0.0';
  }

  get userAgent(): string {
    return (this.request.headers['user-agent'] ?? '').slice(0, LONGEST_USER_AGENT).replace(NOT_PRINTABLE, '?');
  }

  /** This step of the client's trace if it sent one, else of a new one. The same whenever it is asked for. */
  get traceparent(): string {
    if (this.#traceparent === undefined) {
      const sent = parseTraceparent(this.request.headers.traceparent?.toString());
      this.#traceparent = formatTraceparent(sent ? childOf(sent) : freshTraceparent());
    }
    return this.#traceparent;
  }

  /** The rate limit with its client, when the call is one too many. */
  get exceededKey(): string | undefined {
    return this.rates.at(-1)?.exceededKey;
  }

  /** Notes where its client stands with a limit. @throws EdgeRefusal when the client is over it */
  noteRate(state: RateState): void {
    this.rates.push(state);
    if (this.exceededKey !== undefined)
      throw new EdgeRefusal('gateway.rate_limited', { retryAfterSeconds: state.resetSeconds });
  }

  elapsedMs(): number {
    return performance.now() - this.startedMs;
  }
}
