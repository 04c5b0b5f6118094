import type { IncomingMessage } from 'node:http';
import type { EndpointContract } from '@genkan/contracts/endpoint';
import { parseRequest } from '@genkan/http-kit/parse-request';
import { hasBody, isPlainJson } from '@genkan/http-kit/read-body';
import { withoutBlanks } from '@genkan/http-kit/without-blanks';
import type { Call } from './call.js';
import { EdgeRefusal, malformed } from './edge-refusal.js';

const CHUNKED = 'chunked';
const NO_BODY = new Uint8Array();
const JSON_RANGES: readonly string[] = ['*/*', 'application/*', 'application/json', 'application/problem+json'];

/**
 * Refuses what no service should see: a query that two readers could read differently, a body that is not JSON or not
 * wanted, a client that does not take JSON. What the fields hold is the service's to judge.
 */
export function checkRequest(endpoint: EndpointContract, query: string, request: IncomingMessage): void {
  checkQuery(query);
  const { accept, 'transfer-encoding': coding = CHUNKED } = request.headers;
  if (accept && !accept.split(',').some(takesJson)) throw new EdgeRefusal('gateway.not_acceptable');
  if (!endpoint.request.body) {
    if (hasBody(request)) throw malformed('This endpoint takes no body.');
    return;
  }
  // What the last coding leaves is still coded.
  if (coding.toLowerCase() !== CHUNKED) throw new EdgeRefusal('gateway.unsupported_transfer_coding');
  if (!isPlainJson(request)) throw new EdgeRefusal('gateway.unsupported_media_type');
}

/**
 * Judges the fields of a call that the gateway answers itself, as a service does with its own.
 *
 * @throws EdgeRefusal `gateway.invalid_request`
 */
export function checkFields(endpoint: EndpointContract, { query, params }: Call): void {
  if (query === '') return;
  const raw = { url: `?${query}`, params, body: NO_BODY, ifMatch: undefined, idempotencyKey: undefined };
  const { errors } = parseRequest(endpoint, raw);
  if (errors) throw new EdgeRefusal('gateway.invalid_request', { fieldErrors: errors });
}

/** Whether a range of an Accept field, such as `application/*;q=0.8`, lets JSON through. */
function takesJson(range: string): boolean {
  const [type = '', ...parameters] = range.toLowerCase().split(';').map(withoutBlanks);
  return JSON_RANGES.includes(type) && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
}

function checkQuery(query: string): void {
  if (query === '') return;
  const names = new Set<string>();
  for (const pair of query.split('&')) {
    const name = decoded(pair.split('=', 1)[0] ?? '');
    if (name === undefined || decoded(pair) === undefined)
      throw malformed('The query is not UTF-8 in percent-encoding.');
    if (names.has(name)) throw malformed('The query names a parameter twice.');
    names.add(name);
  }
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
