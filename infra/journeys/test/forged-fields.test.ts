import { randomUUID } from 'node:crypto';
import { catalog } from '@genkan/contracts/catalog';
import { type EndpointContract, isPublic } from '@genkan/contracts/endpoint';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Client, Reply } from '../src/client.js';
import { type CallerName, callers, classesOf, pathOf } from './callers.js';
import { auditHasAll, query, type RecordRow, theRecordOf } from './platform.js';

const endpoints = catalog.endpoints.filter(isPublic).map((endpoint) => [endpoint.name, endpoint] as const);
const victim = '123456789012';
/** What the platform alone says of a caller and of what it has proven (security 8). */
const forged = { emailVerified: 'true', accountNo: victim, role: 'operator', account: victim, source: 'SYSTEM' };
const forgedNames = Object.keys(forged) as (keyof typeof forged)[];

/** Filters of the search of one's own log; they only narrow it. */
const isOwnFilter = ({ request }: EndpointContract, name: string) => name in request.query.shape;

const names = Object.keys(callers) as CallerName[];
const clients = {} as Record<CallerName, Client>;
/** What each caller's records say without any forgery. */
const honest = {} as Record<CallerName, unknown>;

const letIn = ({ auth }: EndpointContract): CallerName[] =>
  names.filter((name) => auth.some((caller) => classesOf[name].includes(caller)));
/** A caller who is let in: one with a credential, where the endpoint takes one. */
const callerOf = (endpoint: EndpointContract): CallerName => {
  const name = letIn(endpoint)[0];
  if (!name) throw new Error(`nobody may call ${endpoint.name}`);
  return name;
};
const fieldsOf = ({ body }: Reply) => (body?.errors ?? []).map(({ field }: { field: string }) => field);
const whoOf = ({ actor_type, actor_id, scope, call_source, source_ip }: RecordRow) => ({
  ...{ actor_type, actor_id, scope, call_source, source_ip },
});

beforeAll(async () => {
  await Promise.all(
    names.map(async (name) => {
      clients[name] = await callers[name]();
      const { requestId } = await clients[name].call('GET', ownRead[name]);
      honest[name] = whoOf(await theRecordOf(requestId));
    }),
  );
}, 60_000);

/** A read at which the caller is known by its credential. */
const ownRead: Record<CallerName, string> = {
  anonymous: '/registration-options',
  draft: '/registrations/current',
  member: '/member',
  operator: '/sessions',
};

/** All names in one call: sensitive endpoints take few a minute. */
describe(`each of ${forgedNames.join(', ')}`, () => {
  it.each(endpoints)('is no parameter of %s', async (_, endpoint) => {
    const foreign = forgedNames.filter((name) => !isOwnFilter(endpoint, name));
    const search = new URLSearchParams(foreign.map((name): [string, string] => [name, forged[name]]));
    const body = endpoint.request.body ? { body: {} } : {};
    const reply = await clients[callerOf(endpoint)].call(endpoint.method, `${pathOf(endpoint)}?${search}`, body);
    const fields = expect.arrayContaining(foreign.map((name) => `query.${name}`));
    expect({ status: reply.status, fields: fieldsOf(reply) }).toEqual({ status: 400, fields });
  });

  it.each(endpoints.filter(([, { request }]) => request.body))('is no field of the body of %s', async (_, endpoint) => {
    const reply = await clients[callerOf(endpoint)].call(endpoint.method, pathOf(endpoint), { body: forged });
    const fields = expect.arrayContaining(forgedNames.map((name) => `body.${name}`));
    expect({ status: reply.status, fields: fieldsOf(reply) }).toEqual({ status: 400, fields });
  });
});

describe('headers', () => {
  const event = randomUUID();
  const spellings = forgedNames.flatMap((name) => {
    const dashed = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return [dashed, `x-${dashed}`, `genkan-${dashed}`, `x-genkan-${dashed}`].map((header) => [header, forged[name]]);
  });
  const headers: Record<string, string> = {
    ...Object.fromEntries(spellings),
    'genkan-actor': JSON.stringify({ type: 'operator', id: victim }),
    'x-user-id': victim,
    'x-request-id': event,
    'genkan-request-id': event,
    'genkan-recorded': event,
    'x-real-ip': '203.0.113.250',
    'client-ip': '203.0.113.250',
    forwarded: 'for=203.0.113.250',
    authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJhY2NvdW50Tm8iOiIxMjM0NTY3ODkwMTIifQ.',
  };
  /** Refused for what it says, if it says anything: what is asked here is who is said to have said it. */
  const call = (name: CallerName, endpoint: EndpointContract) =>
    clients[name].call(endpoint.method, `${pathOf(endpoint)}${endpoint.request.body ? '' : '?nonsense=1'}`, {
      headers,
      ...(endpoint.request.body && { body: { nonsense: true } }),
    });

  it('change nothing about who is recorded, at any endpoint and for any caller that it knows', async () => {
    const calls = endpoints.flatMap(([, endpoint]) =>
      letIn(endpoint)
        .filter((name) => name === 'anonymous' || !endpoint.auth.includes('anonymous'))
        .map((name) => ({ name, endpoint })),
    );
    const replies = await Promise.all(
      calls.map(async (one) => ({ ...one, reply: await call(one.name, one.endpoint) })),
    );
    await auditHasAll();
    const ids = replies.map(({ reply }) => reply.requestId);
    const rows = await query<RecordRow>('audit', 'SELECT * FROM records WHERE request_id IN (?)', [ids]);
    const seen = replies.map(({ name, endpoint, reply }) => {
      const found = rows.filter((row) => row.request_id === reply.requestId).map(whoOf);
      return { call: `${name}: ${endpoint.name}`, who: honest[name], found };
    });
    expect(seen).toEqual(seen.map((one) => ({ ...one, found: [one.who] })));
    expect(ids).not.toContain(event);
  });

  it('change nothing about whose is read, written and recorded when a member does what it may', async () => {
    const client = clients.member;
    const [plain, read] = [
      await client.expect(200, 'GET', '/member'),
      await client.call('GET', '/member', { headers }),
    ];
    expect(read.body).toEqual(plain.body);
    expect(whoOf(await theRecordOf(read.requestId))).toEqual(honest.member);
    const out = await client.expect(204, 'DELETE', '/sessions', { headers });
    expect(whoOf(await theRecordOf(out.requestId))).toEqual(honest.member);
  });
});
