import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serviceNames } from '@genkan/contracts/service-name';
import { startPlatform } from '@genkan/local/platform';
import type { RunningPlatform } from '@genkan/local/running-platform';
import { unlimited } from '@genkan/local/unlimited';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { Client } from '../src/client.js';
import { Inbox } from '../src/inbox.js';
import { newPerson, type Person, signIn, signUp } from '../src/individual.js';
import { eventually } from './eventually.js';

let platform: RunningPlatform;
let person: Person;
/** Request ids of calls that were answered, with what they were answered. */
const answered = new Map<string, string>();

beforeAll(async () => {
  platform = await startPlatform({
    dataDir: mkdtempSync(join(tmpdir(), 'genkan-chaos-')),
    usesPreferredPorts: false,
    env: { LOG_LEVEL: 'warn', ...unlimited },
  });
  person = newPerson();
  await signUp(new Client(platform.publicUrl), new Inbox(platform.description.sandboxUrl), person);
}, 120_000);
afterAll(() => platform?.destroy(), 60_000);

/** People who sign in, look around and sign out, again and again, until told to stop. A broken connection is no answer. */
function crowd(size: number) {
  let isOver = false;
  const one = async () => {
    while (!isOver) {
      const client = new Client(platform.publicUrl);
      const call = async (method: string, path: string, body?: unknown) => {
        const reply = await client.call(method, path, body === undefined ? {} : { body }).catch(() => null);
        if (reply) answered.set(reply.requestId, `${method} ${path} ${reply.status} ${reply.body?.code ?? ''}`);
        else await new Promise((resolve) => setTimeout(resolve, 100));
        return reply;
      };
      await call('POST', '/sessions', { loginId: person.email, password: person.password });
      await call('GET', '/sessions');
      await call('GET', '/registration-options');
      await call('DELETE', '/sessions/current');
    }
  };
  const all = Promise.all(Array.from({ length: size }, one));
  return async () => {
    isOver = true;
    await all;
  };
}

async function query<Row extends RowDataPacket>(schema: string, sql: string): Promise<Row[]> {
  const connection = await createConnection({ uri: platform.backing.databaseUrl, database: schema });
  try {
    return (await connection.query<Row[]>(sql))[0];
  } finally {
    await connection.end();
  }
}

/** Sources whose numbers, as audit has them, do not go from 1 to the last without a gap. */
const incomplete = () =>
  query<RowDataPacket & { source: string }>(
    'genkan_audit',
    'SELECT source FROM records WHERE sequence IS NOT NULL GROUP BY source HAVING MIN(sequence) <> 1 OR COUNT(*) <> MAX(sequence)',
  );

const schemas = serviceNames.map((name) => `genkan_${name}`);
const sumOver = async (sql: string) => {
  const rows = await Promise.all(schemas.map((schema) => query<RowDataPacket & { count: number }>(schema, sql)));
  return rows.reduce((sum, [row]) => sum + Number(row?.count ?? 0), 0);
};
const unpublished = () => sumOver('SELECT COUNT(*) AS count FROM outbox WHERE published_at IS NULL');
const numbered = () => sumOver('SELECT last_sequence AS count FROM relay_state');
/** What audit has may be without a gap and still end long before the last number. */
const stored = async () => {
  const sql = 'SELECT COUNT(*) AS count FROM records WHERE sequence IS NOT NULL';
  const [row] = await query<RowDataPacket & { count: number }>('genkan_audit', sql);
  return Number(row?.count ?? 0);
};

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The one answer that needs no record is the one that says that there could be none. */
const leastRecords = (what: string) => (what.endsWith('gateway.record_unavailable') ? 0 : 1);

/** A service may have committed, and recorded, what it could not answer any more; that it failed to answer is recorded too. */
const mostRecords = (what: string) => (/gateway\.(bad_upstream|timeout|unavailable)$/.test(what) ? 2 : 1);

describe('while people come and go', () => {
  it('every process is killed once, and what was answered is recorded exactly once, without a gap', async () => {
    const stop = crowd(4);
    await pause(1_500);
    for (const name of serviceNames) {
      await platform.service(name).kill('SIGKILL');
      await pause(500);
      await platform.service(name).restart();
      await pause(1_500);
    }
    await platform.backing.kafka?.kill('SIGKILL');
    await pause(1_000);
    await platform.backing.kafka?.restart();
    await pause(2_000);
    await platform.backing.mariadb?.kill('SIGKILL');
    await pause(1_000);
    await platform.backing.mariadb?.restart();
    await pause(5_000);
    await stop();
    await signIn(new Client(platform.publicUrl), person);

    await eventually('all outboxes empty', async () => (await unpublished()) === 0, 60_000);
    await eventually(
      'everything that was numbered is in the audit',
      async () => (await stored()) === (await numbered()),
      90_000,
    );
    expect(await incomplete()).toEqual([]);
    const rows = await query<RowDataPacket & { request_id: string; count: number }>(
      'genkan_audit',
      "SELECT request_id, COUNT(*) AS count FROM records WHERE causation_id IS NULL AND request_id <> '' GROUP BY request_id",
    );
    const counts = new Map(rows.map((row) => [row.request_id, Number(row.count)]));
    const wrong = [...answered]
      .map(([id, what]) => ({ what, records: counts.get(id) ?? 0 }))
      .filter(({ what, records }) => records < leastRecords(what) || records > mostRecords(what));
    expect(wrong).toEqual([]);
    expect([...answered.values()].filter((what) => what.startsWith('POST /sessions 201')).length).toBeGreaterThan(5);
  }, 300_000);
});
