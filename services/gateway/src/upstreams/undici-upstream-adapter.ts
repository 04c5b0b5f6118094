import type { IncomingHttpHeaders } from 'node:http';
import { type Dispatcher, Pool } from 'undici';
import { type Upstream, UpstreamFailure, type UpstreamRequest, type UpstreamResponse } from './upstream.js';

export interface UpstreamSettings {
  readonly origin: string;
  /** Calls at once, 32 unless told; the next ones wait. */
  readonly connections?: number;
  /** A call that has no connection after this time is given up as `busy`; 2 s unless told. Opening one takes 1 s at most. */
  readonly waitMs?: number;
  /** An answer that is longer is broken; 8 MiB unless told. */
  readonly longestAnswerBytes?: number;
}

const CONNECT_TIMEOUT_MS = 1_000;
const ATTEMPTS = 3;
const FIRST_DELAY_MS = 25;

/** Answers are read whole, so the client never gets half of one. */
export function undiciUpstream({
  origin,
  connections = 32,
  waitMs = 2_000,
  longestAnswerBytes = 8 * 1024 * 1024,
}: UpstreamSettings): Upstream {
  const limits = { waitMs, longestAnswerBytes };
  const pool = new Pool(origin, {
    connections,
    connect: { timeout: CONNECT_TIMEOUT_MS },
    // One deadline, ours, counts for everything.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return {
    async send(request) {
      const endMs = performance.now() + request.deadlineMs;
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await exchange(pool, request, endMs - performance.now(), limits);
        } catch (error) {
          const mayRetry = error instanceof UpstreamFailure && error.kind === 'unreachable' && attempt < ATTEMPTS;
          const delayMs = FIRST_DELAY_MS * attempt;
          if (!mayRetry || performance.now() + delayMs >= endMs) throw error;
          await new Promise((resolve) => setTimeout(resolve, delayMs));
        }
      }
    },
    close: () => pool.destroy(),
  };
}

/** The hot path of the gateway, so undici's lowest layer: its comfortable ones cost a stream for each answer. */
function exchange(
  pool: Pool,
  { method, path, headers, body }: UpstreamRequest,
  timeoutMs: number,
  { waitMs, longestAnswerBytes }: Required<Pick<UpstreamSettings, 'waitMs' | 'longestAnswerBytes'>>,
): Promise<UpstreamResponse> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let failure: UpstreamFailure | undefined;
    let head = { status: 0, headers: {} };
    const chunks: Buffer[] = [];
    let bytes = 0;
    let waiting: NodeJS.Timeout | undefined;
    const fail = (error: UpstreamFailure) => {
      clearTimeout(deadline);
      clearTimeout(waiting);
      failure ??= error;
      controller?.abort(failure);
      reject(failure);
    };
    const deadline = setTimeout(() => fail(new UpstreamFailure('timeout')), timeoutMs);
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        controller = started;
        clearTimeout(waiting);
        // Its time passed while it waited for a connection: it must not leave any more.
        if (failure) started.abort(failure);
      },
      onResponseStart(_, status, fields) {
        // An interim answer (1xx) is followed by the real one.
        if (status >= 200) head = { status, headers: flattened(fields) };
      },
      onResponseData(_, chunk) {
        bytes += chunk.length;
        if (bytes > longestAnswerBytes) fail(new UpstreamFailure('broken'));
        else chunks.push(chunk);
      },
      onResponseEnd() {
        clearTimeout(deadline);
        resolve({ ...head, body: Buffer.concat(chunks) });
      },
      onResponseError(_, cause) {
        fail(new UpstreamFailure(controller ? 'broken' : 'unreachable', { cause }));
      },
    };
    pool.dispatch({ origin: '', method, path, headers, body }, handler);
    // Most calls are on their way by now.
    if (!controller && !failure) waiting = setTimeout(() => fail(new UpstreamFailure('busy')), waitMs);
  });
}

function flattened(fields: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([name, value = '']) => [name, value.toString()]));
}
