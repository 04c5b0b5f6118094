import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refused } from './refused.js';

const NOTHING = Buffer.alloc(0);
const BROKEN = 'genkan-broken';
const broken = new WeakMap<IncomingMessage, Refused>();

/**
 * The bytes of a body, unchanged. A client that waits for `100 Continue` gets it here, when its call has been let in.
 *
 * @throws Refused when the body is longer than `limit`, broken, too slow, or its sender went away
 */
export function readBody(request: IncomingMessage, response: ServerResponse, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const refuse = (refused: Refused) => {
      // The rest is read and dropped, until the server's time for a request is over.
      request.removeAllListeners('data').resume();
      reject(refused);
    };
    const brokenOff = () => new Refused('gateway.malformed_request', { detail: 'The body broke off.' });
    const known = broken.get(request) ?? (request.destroyed ? brokenOff() : undefined);
    if (known) return refuse(known);
    if (Number(request.headers['content-length'] ?? 0) > limit) return refuse(new Refused('gateway.body_too_large'));
    if (request.headers.expect !== undefined) response.writeContinue();
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes > limit) refuse(new Refused('gateway.body_too_large'));
    });
    request.once('end', () => resolve(chunks.length === 1 ? (chunks[0] ?? NOTHING) : Buffer.concat(chunks)));
    request.once(BROKEN, refuse);
    request.once('close', () => refuse(brokenOff()));
  });
}

/** Tells that the rest of a body cannot be read, because it breaks HTTP or comes too slowly. */
export function breakBody(request: IncomingMessage, refused: Refused): void {
  broken.set(request, refused);
  request.emit(BROKEN, refused);
}

/** Whether nobody can tell where the next request on this connection would begin. */
export const mustClose = (request: IncomingMessage): boolean =>
  broken.has(request) || (request.headers.expect !== undefined && !request.complete);
