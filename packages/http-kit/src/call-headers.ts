import type { IncomingMessage } from 'node:http';
import type { EndpointContract } from '@genkan/contracts/endpoint';
import { DEVICE_HEADER } from '@genkan/contracts/internal-token';
import type { CallHeaders } from './binder.js';
import { versionOf } from './if-match.js';

const ENTITY_TAG = /^(?:W\/)?"([\x21\x23-\x7e]*)"$/;

/** What a handler may know of a request's headers; everything else about the caller comes from the token. */
export function callHeaders({ headers }: IncomingMessage, { sets, conditional }: EndpointContract): CallHeaders {
  const device = headers[DEVICE_HEADER];
  return {
    deviceToken: sets.includes('device') && typeof device === 'string' ? device : undefined,
    version: conditional ? versionOf(headers['if-match']) : undefined,
    ifNoneMatch: entityTag(headers['if-none-match']),
  };
}

const JSON_RANGE = /(?:^|[,\s])(?:\*\/\*|application\/(?:\*|json|problem\+json))(?=$|[\s,;])/i;

/** Whether the client can take JSON. Preferences (q) do not matter: there is nothing else to send. */
export function acceptsJson({ headers }: IncomingMessage): boolean {
  return headers.accept === undefined || JSON_RANGE.test(headers.accept);
}

/** One entity tag, weak or strong, without its quotes. */
function entityTag(header: string | undefined): string | undefined {
  return ENTITY_TAG.exec(header ?? '')?.[1];
}
