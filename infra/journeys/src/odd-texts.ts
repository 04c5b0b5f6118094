import { catalog } from '@genkan/contracts/catalog';
import { type EndpointContract, isPublic } from '@genkan/contracts/endpoint';
import { errorsAt, errorsOfEveryCall } from '@genkan/contracts/endpoint-errors';
import type { CallOptions, Client } from './client.js';

const HALF_PAIR = '\ud800';
/** Texts on which parsers, forms and columns differ; a generator that draws letters at random seldom meets them. */
const ODD_TEXTS = [
  '가',
  'é',
  '🙂',
  '\u00a0',
  'a\u00a0',
  '\u0000',
  HALF_PAIR,
  '٣',
  '\u202e',
  "' OR 1=1 --",
  '%',
  '/',
  '..',
];

/** A call in which one field of the contract's own sample has an odd text. */
interface OddCall extends CallOptions {
  readonly field: string;
  readonly path: string;
}

/** Ending the session would end what is behind the door. */
const KEPT = ['signOut', 'endAllSessions'];

/**
 * Sends every text to every field of every endpoint that `callerClass` may call. Returns what was answered with a fault of ours or with a
 * status that the documents do not foresee.
 */
export async function sendOddTexts(client: Client, callerClass: 'anonymous' | 'draft' | 'member'): Promise<string[]> {
  const wrong: string[] = [];
  const endpoints = catalog.endpoints.filter(
    (one) => isPublic(one) && !KEPT.includes(one.name) && takes(one, callerClass),
  );
  for (const endpoint of endpoints) {
    const foreseen = statusesOf(endpoint);
    for (const { field, path, ...sent } of oddCalls(endpoint)) {
      const { status } = await client.call(endpoint.method, path, { ...sent, headers: { 'if-match': '"1"' } });
      if (!foreseen.has(status) || status >= 500) wrong.push(`${endpoint.name} ${field}: ${status}`);
    }
  }
  return wrong;
}

const takes = ({ auth }: EndpointContract, callerClass: string): boolean =>
  auth.some((one) => one === callerClass || (one === 'principal' && callerClass === 'member'));

/** A path with an odd id is that of no endpoint. */
function statusesOf(endpoint: EndpointContract): Set<number> {
  const errors = Object.values({ ...errorsOfEveryCall, ...errorsAt(endpoint) });
  return new Set([endpoint.response.status, 404, ...errors.map(({ status }) => status)]);
}

function* oddCalls({ path, request }: EndpointContract): Generator<OddCall> {
  const { params = {}, query = {}, body } = request.sample;
  const well = pathOf(path, params);
  for (const text of ODD_TEXTS) {
    for (const name of Object.keys(request.params.shape))
      yield { field: `params.${name} ${escaped(text)}`, path: pathOf(path, { ...params, [name]: text }), body };
    for (const name of Object.keys(request.query.shape))
      yield { field: `query.${name} ${escaped(text)}`, path: `${well}?${queryOf({ ...query, [name]: text })}`, body };
    for (const at of placesOf(body))
      yield { field: `body.${at.join('.')} ${escaped(text)}`, path: well, body: replaced(body, at, text) };
  }
}

const escaped = (text: string): string => JSON.stringify(text);

/** Percent-encoding; of half a surrogate pair as a careless client writes it. */
const encoded = (text: unknown): string => (text === HALF_PAIR ? '%ED%A0%80' : encodeURIComponent(String(text)));

const pathOf = (path: string, params: object): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encoded(Reflect.get(params, name)));

const queryOf = (query: object): string =>
  Object.entries(query)
    .map(([name, value]) => `${name}=${encoded(value)}`)
    .join('&');

/** Paths of all texts in a value. */
function placesOf(value: unknown): string[][] {
  if (typeof value === 'string') return [[]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => placesOf(inner).map((at) => [name, ...at]));
}

function replaced(value: unknown, [name, ...rest]: readonly string[], text: string): unknown {
  if (name === undefined) return text;
  const copy = structuredClone(value) as object;
  Reflect.set(copy, name, replaced(Reflect.get(copy, name), rest, text));
  return copy;
}
