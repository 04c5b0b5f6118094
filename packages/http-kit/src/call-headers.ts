import type { IncomingMessage } from 'node:http';
import type { EndpointContract } from '@genkan/contracts/endpoint';
import { DEVICE_HEADER, SESSION_HEADER } from '@genkan/contracts/internal-token';
import type { CallHeaders } from './binder.js';
import { versionOf } from './if-match.js';

const SHA_256 = /^[0-9a-f]{64}$/;
const ENTITY_TAG = /^(?:W\/)?"([\x21\x23-\x7e]*)"$/;

/** What a handler may know of a request's headers; everything else about the caller comes from the token. */
export function callHeaders({ headers }: IncomingMessage, { sets, conditional }: EndpointContract): CallHeaders {
  const [device, session] = [headers[DEVICE_HEADER], headers[SESSION_HEADER]];
  return {
    deviceToken: sets.includes('device') && typeof device === 'string' ? device : undefined,
    sessionHash: sets.includes('session') && SHA_256.test(String(session)) ? String(session) : undefined,
    version: conditional ? versionOf(headers['if-match']) : undefined,
    ifNoneMatch: entityTag(headers['if-none-match']),
  };
}

const JSON_RANGE = /(?:^|[, \t])(?:\*\/\*|application\/(?:\*|json|problem\+json))(?=$|[ \t,;])/i;

/** Whether the client can take JSON. Preferences (q) do not matter: there is nothing else to send. */
export function acceptsJson({ headers }: IncomingMessage): boolean {
  return headers.accept === undefined || JSON_RANGE.test(headers.accept);
}

/** One entity tag, weak or strong, without its quotes. */
function entityTag(header: string | undefined): string | undefined {
  return ENTITY_TAG.exec(header ?? '')?.[1];
}
