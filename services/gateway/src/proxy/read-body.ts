import type { IncomingMessage, ServerResponse } from 'node:http';
import { BODY_LIMIT_BYTES } from '@genkan/http-kit/read-body';
import { EdgeRefusal, malformed } from './edge-refusal.js';

const NOTHING = Buffer.alloc(0);
const BROKEN = 'genkan-broken';
const broken = new WeakMap<IncomingMessage, EdgeRefusal>();

/**
 * The bytes of a body, unchanged. A client that waits for `100 Continue` gets it here, when its call has been let in.
 *
 * @throws EdgeRefusal when the body is longer than 64 KiB, broken, too slow, or its sender went away
 */
export function readBody(request: IncomingMessage, response: ServerResponse): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const refuse = (refusal: EdgeRefusal) => {
      // The rest is read and dropped, until the server's time for a request is over.
      request.removeAllListeners('data').resume();
      reject(refusal);
    };
    const brokenOff = () => malformed('The body broke off.');
    const known = broken.get(request) ?? (request.destroyed ? brokenOff() : undefined);
    if (known) return refuse(known);
    if (Number(request.headers['content-length'] ?? 0) > BODY_LIMIT_BYTES)
      return refuse(new EdgeRefusal('gateway.body_too_large'));
    if (request.headers.expect !== undefined) response.writeContinue();
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes > BODY_LIMIT_BYTES) refuse(new EdgeRefusal('gateway.body_too_large'));
    });
    request.once('end', () => resolve(chunks.length === 1 ? (chunks[0] ?? NOTHING) : Buffer.concat(chunks)));
    request.once(BROKEN, refuse);
    request.once('close', () => refuse(brokenOff()));
  });
}

/** Tells that the rest of a body cannot be read, because it breaks HTTP or comes too slowly. */
export function breakBody(request: IncomingMessage, refusal: EdgeRefusal): void {
  broken.set(request, refusal);
  request.emit(BROKEN, refusal);
}

/** Whether it cannot be told where the next request on this connection would begin. */
export const mustClose = (request: IncomingMessage): boolean =>
  broken.has(request) || (request.headers.expect !== undefined && !request.complete);
