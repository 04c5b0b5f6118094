import type { EndpointContract } from '@genkan/contracts/endpoint';
import { RECORDED_HEADER } from '@genkan/contracts/internal-token';
import { PROBLEM_TYPE, problemCodeOf } from '@genkan/http-kit/problem-response';
import { credentialChanges } from '../credentials/compose-credentials.js';
import { UpstreamFailure, type UpstreamResponse } from '../upstreams/compose-upstreams.js';
import type { Answer, Header } from './answer.js';

/** Fields of a service's answer that reach the client; `genkan-*` and all others stay here. */
const RETURNED = [
  'content-type',
  'etag',
  'last-modified',
  'location',
  'retry-after',
  'content-language',
  'content-disposition',
  'link',
] as const;

const EVENT_ID = /^[\w-]{1,128}$/;
const CODE = /^[a-z][a-z0-9-]*\.[a-z0-9_]+$/;

/** A service says this of the gateway's own token: of the client's credential it knows nothing. */
const TOKEN_REFUSED = 'gateway.unauthenticated';

/**
 * The client's answer out of a service's.
 *
 * @throws UpstreamFailure when it is not what the contract says: another status of success, a body where none belongs or of
 * another type, an error that is no problem, a cookie that breaks its form; or when it refused the gateway's token
 */
export function serviceAnswer(endpoint: EndpointContract, { status, headers, body }: UpstreamResponse): Answer {
  const changes = credentialChanges(headers, endpoint.sets);
  const code = status >= 400 ? stableCode(headers, body) : null;
  if (changes === undefined || code === undefined || code === TOKEN_REFUSED) throw new UpstreamFailure('broken');
  if (status < 400 && !isAgreed(endpoint, status, headers, body)) throw new UpstreamFailure('broken');
  return {
    status,
    headers: RETURNED.map((name): Header => [name, headers[name] ?? '']).filter(([, value]) => value !== ''),
    body: body.length > 0 ? body : null,
    code,
    isRecorded: EVENT_ID.test(headers[RECORDED_HEADER] ?? ''),
    changes,
  };
}

function isAgreed(
  { method, response }: EndpointContract,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
): boolean {
  const isNotModified = status === 304 && method === 'GET';
  if (isNotModified || !response.body) return (isNotModified || status === response.status) && body.length === 0;
  return (
    status === response.status && (headers['content-type'] ?? '').startsWith('application/json') && body.length > 0
  );
}

/** The stable code, which every problem of a service has. */
function stableCode(headers: Readonly<Record<string, string>>, body: Buffer): string | undefined {
  if (!headers['content-type']?.startsWith(PROBLEM_TYPE)) return undefined;
  const code = problemCodeOf(body);
  return code !== undefined && code.length <= 128 && CODE.test(code) ? code : undefined;
}
