import type { IncomingMessage } from 'node:http';
import { Refusal } from '@genkan/call/refusal';
import type { CommonErrorCode } from '@genkan/contracts/problem';

const JSON_TYPE = /^application\/json(?:[ \t]*;[ \t]*charset=(?:utf-8|"utf-8"))?[ \t]*$/i;

/** Bytes of a JSON body at most. */
export const BODY_LIMIT_BYTES = 65_536;

type WithHeaders = Pick<IncomingMessage, 'headers'>;

/** Whether the request brings a body, by its framing. */
export function hasBody({ headers }: WithHeaders): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** Whether the body that it brings can be read: JSON in UTF-8, not compressed. */
export function isPlainJson({ headers }: WithHeaders): boolean {
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity' } = headers;
  return JSON_TYPE.test(type) && encoding === 'identity';
}

/**
 * The bytes of a JSON body, at most 64 KiB; empty when there is none. Compressed bodies are not read: a small one can
 * unpack to a huge one, and its signature would be of other bytes.
 *
 * @throws Refusal 413, 415; 400 when the client went away
 */
export async function readBody(req: IncomingMessage): Promise<Buffer> {
  if (!hasBody(req)) return Buffer.alloc(0);
  if (!isPlainJson(req)) throw new Refusal<CommonErrorCode>('gateway.unsupported_media_type');
  if (Number(req.headers['content-length'] ?? 0) > BODY_LIMIT_BYTES) throw tooLarge();
  return collect(req);
}

function collect(req: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > BODY_LIMIT_BYTES) reject(tooLarge());
      else chunks.push(chunk);
    });
    req.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    req.on('error', (cause) => reject(new Refusal<CommonErrorCode>('gateway.malformed_request', { cause })));
  });
}

const tooLarge = () =>
  new Refusal<CommonErrorCode>('gateway.body_too_large', { detail: `At most ${BODY_LIMIT_BYTES} bytes are read` });
