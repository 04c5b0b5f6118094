import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { userInfo } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createKafka } from '@genkan/kafka-client/create-kafka';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newEmail } from '../src/client.js';
import { callers } from './callers.js';
import { eventually, newClient, platform, query, type RecordRow, theRecordOf } from './platform.js';

const kafka = createKafka({ brokers: platform.kafkaBrokers.split(',') });
const command = fileURLToPath(new URL('../../../../services/audit/dist/src/tail-command.js', import.meta.url));

/** Groups of tails that have a reader; the broker itself forgets the others when it next looks (10 min). */
async function tailGroups() {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const { groups } = await admin.listGroups();
    const ids = groups.map(({ groupId }) => groupId).filter((id) => id.startsWith('genkan-tail-'));
    const described = (await admin.describeGroups(ids)).groups;
    const offsets = await Promise.all(ids.map((groupId) => admin.fetchOffsets({ groupId })));
    return {
      reading: described.filter(({ members }) => members.length > 0).map(({ groupId }) => groupId),
      committed: offsets.flat().flatMap(({ partitions }) => partitions.filter(({ offset }) => Number(offset) >= 0)),
    };
  } finally {
    await admin.disconnect();
  }
}
/** Openings that audit has committed, stored as records or not yet: the records follow by way of the topic. */
const committedOpenings = async () =>
  (await query('audit', "SELECT 1 FROM outbox WHERE headers LIKE '%genkan.audit.tail.opened.%'")).length;
const openings = () => query<RecordRow>('audit', "SELECT * FROM records WHERE type LIKE 'genkan.audit.tail.opened.%'");

const follow = (...options: string[]) =>
  spawn(process.execPath, [command, ...options], {
    env: { ...process.env, ...platform.services.audit?.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

describe('npm run audit:tail -- … | head -1', () => {
  it('ends quietly when nobody reads any more', async () => {
    await newClient().call('GET', '/registration-options');
    const tail = follow('--since', '10m');
    const [ended, complaints] = [once(tail, 'exit'), tail.stderr.toArray()];
    await once(tail.stdout, 'data');
    tail.stdout.destroy();
    const failing = setInterval(() => void newClient().call('GET', '/nothing'), 200);
    try {
      expect(await ended).toEqual([0, null]);
      expect(Buffer.concat(await complaints).toString()).toBe('');
    } finally {
      clearInterval(failing);
      tail.kill('SIGKILL');
    }
  });

  it.each([
    [['--help'], 0],
    [['--result', 'fail'], 1],
    [['--since', '10'], 1],
  ])('%j is answered with the usage, and opens nothing', async (options, code) => {
    const before = await committedOpenings();
    const tail = follow(...options);
    const told = Promise.all([tail.stdout.toArray(), tail.stderr.toArray()]);
    expect(await once(tail, 'exit')).toEqual([code, null]);
    expect(Buffer.concat((await told).flat()).toString()).toContain('npm run audit:tail');
    expect(await committedOpenings()).toBe(before);
  });
});

/** What `npm run audit:tail -- …` runs, told what the platform told audit. */
describe('npm run audit:tail -- --action SignIn --result FAIL --json', () => {
  const lines: Record<string, unknown>[] = [];
  let tail: ChildProcess;
  let openingsBefore = 0;
  let openedWhenFirstShown: number | undefined;

  const failToSignIn = async (): Promise<string> => {
    const body = { loginId: newEmail(), password: 'Wrong-2026-way' };
    return (await newClient().call('POST', '/sessions', { body })).requestId;
  };
  const shown = (requestId: string) => lines.filter((line) => line.requestId === requestId);

  beforeAll(async () => {
    openingsBefore = await committedOpenings();
    tail = spawn(process.execPath, [command, '--action', 'SignIn', '--result', 'FAIL', '--json'], {
      env: { ...process.env, ...platform.services.audit?.env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    createInterface({ input: tail.stdout as NonNullable<ChildProcess['stdout']> }).on('line', (line) => {
      lines.push(JSON.parse(line));
    });
    // It begins at the end of the topics, so only what happens once it reads is shown: a stranger keeps failing until then.
    await eventually(
      'the first line',
      async () => {
        await failToSignIn();
        openedWhenFirstShown ??= lines.length > 0 ? (await committedOpenings()) - openingsBefore : undefined;
        return lines.length > 0;
      },
      30_000,
    );
  }, 60_000);
  afterAll(() => void tail.kill('SIGKILL'));

  it('is itself recorded before it shows anything, with who opened it and for what', async () => {
    expect(openedWhenFirstShown).toBe(1);
    await eventually('the record', async () => (await openings()).length > openingsBefore);
    const row = (await openings()).at(-1);
    const { activity, ...facts } = JSON.parse(row?.value.toString() ?? '{}');
    expect(facts).toEqual({ filters: { action: 'SignIn', result: 'FAIL' }, since: null });
    expect(activity).toMatchObject({ actor: { type: 'operator', id: userInfo().username }, visibility: 'operator' });
  });

  it('follows, and shows what was asked for and nothing else', async () => {
    await callers.member();
    const requestId = await failToSignIn();
    await eventually('the line', async () => shown(requestId).length > 0);
    expect(shown(requestId)).toMatchObject([{ action: 'SignIn', result: 'FAIL', isDouble: false }]);
    expect(lines.filter(({ action, result }) => action !== 'SignIn' || result !== 'FAIL')).toEqual([]);
  });

  it('marks what comes twice, which audit stores once', async () => {
    const requestId = await failToSignIn();
    const row = await theRecordOf(requestId);
    await eventually('the line', async () => shown(requestId).length > 0);
    const producer = kafka.producer();
    await producer.connect();
    const message = { key: row.event_id, headers: JSON.parse(row.headers), value: row.value };
    await producer.send({ topic: 'genkan.identity.v1', messages: [message] });
    await producer.disconnect();
    await eventually('the double', async () => shown(requestId).length > 1);
    expect(shown(requestId).map(({ eventId, isDouble }) => ({ eventId, isDouble }))).toEqual([
      { eventId: row.event_id, isDouble: false },
      { eventId: row.event_id, isDouble: true },
    ]);
    await theRecordOf(requestId);
  });

  it('ends by Ctrl-C and leaves nothing behind', async () => {
    const ended = once(tail, 'exit');
    expect((await tailGroups()).reading).toHaveLength(1);
    tail.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
    expect(await tailGroups()).toEqual({ reading: [], committed: [] });
    expect(await openings()).toHaveLength(openingsBefore + 1);
  });
});
