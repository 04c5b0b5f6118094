import type { IncomingMessage } from 'node:http';
import { Refusal } from '@genkan/call/refusal';
import type { CommonErrorCode } from '@genkan/contracts/problem';

const JSON_TYPE = /^application\/json(?:[ \t]*;[ \t]*charset=(?:utf-8|"utf-8"))?[ \t]*$/i;

const LIMIT_BYTES = 65_536;

/** Whether the request brings a body, by its framing. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/**
 * The bytes of a JSON body, at most 64 KiB; empty when there is none. Compressed bodies are not read: a small one can
 * unpack to a huge one, and its signature would be of other bytes.
 *
 * @throws Refusal 413, 415; 400 when the client went away
 */
export async function readBody(req: IncomingMessage): Promise<Buffer> {
  if (!hasBody(req)) return Buffer.alloc(0);
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = req.headers;
  if (!JSON_TYPE.test(type) || encoding !== 'identity') {
    throw new Refusal<CommonErrorCode>('gateway.unsupported_media_type');
  }
  if (Number(req.headers['content-length'] ?? 0) > LIMIT_BYTES) throw tooLarge();
  return collect(req);
}

function collect(req: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > LIMIT_BYTES) reject(tooLarge());
      else chunks.push(chunk);
    });
    req.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    req.on('error', (cause) => reject(new Refusal<CommonErrorCode>('gateway.malformed_request', { cause })));
  });
}

const tooLarge = () =>
  new Refusal<CommonErrorCode>('gateway.body_too_large', { detail: `At most ${LIMIT_BYTES} bytes are read` });
