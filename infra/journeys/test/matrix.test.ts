import { catalog } from '@genkan/contracts/catalog';
import { type EndpointContract, isPublic } from '@genkan/contracts/endpoint';
import { errorsAt, errorsOfEveryCall } from '@genkan/contracts/endpoint-errors';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { CallOptions, Client, Reply } from '../src/client.js';
import { endsTheCaller } from '../src/ends-the-caller.js';
import { type CallerName, callers, classesOf, pathOf } from './callers.js';
import { eventually, query, type RecordRow } from './platform.js';

const endpoints = catalog.endpoints.filter(isPublic);
const names = Object.keys(callers) as CallerName[];
const clients = {} as Record<CallerName, Client>;

beforeAll(async () => {
  for (const name of names) clients[name] = await callers[name]();
});

/** Grows with the table: a cell is up to five calls. */
const deadlineMs = 60_000 + endpoints.length * names.length * 100;

/** A call that is refused for what it says, if it is let in at all: nothing changes. */
const nonsense = (endpoint: EndpointContract): CallOptions =>
  endpoint.request.body ? { body: { nonsense: true } } : {};

describe.each(names)('%s', (name) => {
  const isLetIn = (endpoint: EndpointContract) => endpoint.auth.some((caller) => classesOf[name].includes(caller));

  it.each(endpoints.filter((e) => !isLetIn(e)).map((e) => [e.name, e] as const))(
    'is not let in to %s',
    async (_, endpoint) => {
      const reply = await clients[name].call(endpoint.method, pathOf(endpoint), nonsense(endpoint));
      expect([401, 403]).toContain(reply.status);
      expect(['gateway.unauthenticated', 'gateway.caller_not_allowed']).toContain(reply.body.code);
    },
  );

  it.each(endpoints.filter((e) => isLetIn(e) && !endsTheCaller(e)).map((e) => [e.name, e] as const))(
    'is let in to %s',
    async (_, endpoint) => {
      const reply = await clients[name].call(endpoint.method, pathOf(endpoint), nonsense(endpoint));
      expect(reply.status).toBeLessThan(500);
      expect([401, 403]).not.toContain(reply.status);
    },
  );
});

describe('each endpoint × outcome leaves exactly one record of the call', () => {
  const calls: { name: string; outcome: string; reply: Reply; isRecorded: boolean }[] = [];

  beforeAll(async () => {
    await Promise.all(names.map(callEverything));
    await eventually('the last record', async () => {
      const last = calls.filter((call) => call.isRecorded).at(-1)?.reply.requestId ?? '';
      return (await countsOf([last])).get(last) === 1;
    });
  }, deadlineMs);

  /** Callers do not wait for each other: with each new one only the server has more to do. */
  async function callEverything(name: CallerName): Promise<void> {
    const client = clients[name];
    for (const endpoint of endpoints.filter((endpoint) => !endsTheCaller(endpoint))) {
      const path = pathOf(endpoint);
      const keep = (outcome: string, reply: Reply) => {
        const isRecorded = endpoint.audit === 'always' || (endpoint.audit === 'failures' && reply.status >= 400);
        calls.push({ name: endpoint.name, outcome, reply, isRecorded });
      };
      keep(`${name}, nonsense`, await client.call(endpoint.method, path, nonsense(endpoint)));
      keep(`${name}, unknown parameter`, await client.call(endpoint.method, `${path}?nonsense=1`, nonsense(endpoint)));
      if (!endpoint.request.body) continue;
      const asText = { body: {}, headers: { 'content-type': 'text/plain' } };
      keep(`${name}, text`, await client.call(endpoint.method, path, asText));
      keep(`${name}, no object`, await client.call(endpoint.method, path, { body: [1, 2] }));
      keep(`${name}, empty`, await client.call(endpoint.method, path, { body: {} }));
    }
  }

  it('whatever was sent, nothing is answered with a fault of ours', () => {
    expect(calls.filter(({ reply }) => reply.status >= 500).map(({ name, outcome }) => `${name}: ${outcome}`)).toEqual(
      [],
    );
  });

  it('whatever was sent, the answer names its request', () => {
    expect(calls.filter(({ reply }) => !reply.requestId).map(({ name, outcome }) => `${name}: ${outcome}`)).toEqual([]);
    for (const { reply } of calls.filter(({ reply }) => reply.status >= 400)) {
      expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(reply.body.requestId).toBe(reply.requestId);
    }
  });

  it('whatever was sent, a refusal is one that the OpenAPI document foresees at this endpoint', () => {
    const foreseen = new Map(endpoints.map((e) => [e.name, Object.keys({ ...errorsOfEveryCall, ...errorsAt(e) })]));
    const refused = calls.filter(({ reply }) => reply.status >= 400);
    expect(refused.length).toBeGreaterThan(endpoints.length);
    const strange = refused.filter(({ name, reply }) => !foreseen.get(name)?.includes(reply.body.code));
    expect(strange.map(({ name, outcome, reply }) => `${name}: ${outcome} → ${reply.body.code}`)).toEqual([]);
  });

  it('and none of them two, and none of them none', async () => {
    const counts = await eventually('all records', async () => {
      const found = await countsOf(calls.map(({ reply }) => reply.requestId));
      return found.size >= calls.filter((call) => call.isRecorded).length ? found : null;
    });
    const wrong = calls
      .map(({ name, outcome, reply, isRecorded }) => ({
        call: `${name}: ${outcome} → ${reply.status}`,
        records: counts.get(reply.requestId) ?? 0,
        expected: isRecorded ? 1 : 0,
      }))
      .filter(({ records, expected }) => records !== expected);
    expect(wrong).toEqual([]);
  });
});

/** How many records of a call there are, by its request id; further events of it follow from one and do not count. */
async function countsOf(requestIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await query<RecordRow>(
    'audit',
    'SELECT request_id FROM records WHERE causation_id IS NULL AND request_id IN (?)',
    [requestIds],
  );
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row.request_id, (counts.get(row.request_id) ?? 0) + 1);
  return counts;
}
