import type { ServerResponse } from 'node:http';
import type { StoredAnswer } from '@genkan/call/idempotency';
import type { CredentialName, EndpointContract } from '@genkan/contracts/endpoint';
import { setCredentialHeader } from '@genkan/contracts/internal-token';
import type { LooseAnswer } from './binder.js';
import { droppedFields } from './dropped-fields.js';

const TOKEN = /^[\w.-]{1,4096}$/;

/**
 * The JSON text of an answer's body; empty when the contract has none. Unknown keys are dropped, so a row that is
 * answered by mistake shows no more than the contract. When `strict`, unknown keys are a fault, like everything that does not fit.
 */
export function renderBody({ name, response }: EndpointContract, body: unknown, strict: boolean): string {
  if (!response.body) return '';
  const parsed = response.body.safeParse(body);
  if (!parsed.success) {
    const paths = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new Error(`The answer of ${name} breaks its contract at: ${paths}`);
  }
  const dropped = strict ? droppedFields(body, parsed.data) : [];
  if (dropped.length > 0)
    throw new Error(`The answer of ${name} has fields beyond its contract: ${dropped.join(', ')}`);
  return JSON.stringify(parsed.data);
}

/** The device cookie opens nothing: a first answer may set it, and a stored one leaves the browser what it has. */
const isSecret = (name: string): boolean => name !== 'device';

/** The answer to keep for a second call with the same Idempotency-Key. */
export function renderStored(endpoint: EndpointContract, answer: LooseAnswer, strict: boolean): StoredAnswer {
  for (const [name, change] of Object.entries(answer.set ?? {})) {
    if (change !== 'clear' && isSecret(name))
      throw new Error(`${endpoint.name} honours Idempotency-Key, so it cannot set the ${name} cookie`);
  }
  return {
    status: endpoint.response.status,
    body: renderBody(endpoint, answer.body, strict),
    etag: answer.etag ?? null,
  };
}

/** The headers that tell the gateway which cookies to set or clear. */
export function credentialHeaders(
  endpoint: EndpointContract,
  changes: LooseAnswer['set'] = {},
): readonly (readonly [header: string, value: string])[] {
  return (Object.keys(changes) as CredentialName[]).flatMap((name) => {
    const change = changes[name];
    if (!change) return [];
    if (!endpoint.sets.includes(name)) throw new Error(`${endpoint.name} sets no ${name} cookie by its contract`);
    return [[setCredentialHeader(name), change === 'clear' ? '' : credential(change)] as const];
  });
}

function credential({ token, maxAgeSeconds }: { token: string; maxAgeSeconds: number }): string {
  if (!TOKEN.test(token) || !Number.isSafeInteger(maxAgeSeconds) || maxAgeSeconds <= 0) {
    throw new Error('A cookie needs a token in base64url and a whole number of seconds');
  }
  return `${token};${maxAgeSeconds}`;
}

/** Sends a rendered body; an empty one is none. */
export function sendJson(res: ServerResponse, status: number, body: string): void {
  res.statusCode = status;
  res.setHeader('cache-control', 'no-store');
  if (body !== '') res.setHeader('content-type', 'application/json');
  res.end(body);
}

/** Sends the answer of a call that was made before. Cookies that the first answer cleared are cleared again. */
export function replay(res: ServerResponse, { sets }: EndpointContract, { status, body, etag }: StoredAnswer): void {
  for (const name of sets.filter(isSecret)) res.setHeader(setCredentialHeader(name), '');
  if (etag !== null) res.setHeader('etag', `"${etag}"`);
  sendJson(res, status, body);
}
