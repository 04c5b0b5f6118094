import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { systemIds } from '@genkan/config/ids';
import { createTopics } from '@genkan/local/kafka-topics';
import { expect } from '@jest/globals';
import type { BusMessage } from '../../src/bus.js';
import { createKafkaBus } from '../../src/kafka-bus.js';
import { createOutboxWriter } from '../../src/outbox-writer.js';
import { createTransact } from '../../src/transact.js';
import { deleteTopics } from '../delete-topics.js';
import { callCtx, silent, thing, thingChanged } from '../example.js';
import { probe } from '../probe.js';
import { scratchDatabase } from '../scratch-database.js';
import type { WorkerSettings } from './workers/steps.js';

/** One scenario: a database, a topic, processes that work on them, and the promises that must hold in the end. */
export type MessagingFixture = Awaited<ReturnType<typeof createMessagingFixture>>;

export async function createMessagingFixture(brokers: readonly string[], server?: string) {
  const database = await scratchDatabase(server);
  const { rows, schema, dataSource } = database;
  const topic = `${schema}.v1`;
  await createTopics(brokers.join(), [topic]);
  await rows(`CREATE TABLE changes (partition_key VARCHAR(64) NOT NULL, number INT NOT NULL)`);
  await rows(
    `CREATE TABLE effects (position INT AUTO_INCREMENT PRIMARY KEY, partition_key VARCHAR(64), number INT, process INT)`,
  );
  const bus = createKafkaBus({ brokers, clientId: 'fixture', logger: silent, sessionTimeoutMs: 1_500 });
  const publisher = bus.publisher();
  const transact = createTransact({
    dataSource,
    outbox: createOutboxWriter({ service: 'identity', ids: systemIds }),
  });
  const children: ChildProcess[] = [];

  /** Starts a process; resolves when it works, or stands still at `stopAt`. */
  async function start(name: 'emitter' | 'relay' | 'consumer', more: Partial<WorkerSettings> = {}) {
    const settings: WorkerSettings = { databaseUrl: database.url, schema, brokers, topic, ...more };
    const program = fileURLToPath(new URL(`./workers/${name}.js`, import.meta.url));
    const child = fork(program, [JSON.stringify(settings)], { execArgv: [] });
    children.push(child);
    const said: unknown[] = [];
    child.on('message', (message) => said.push(message));
    const exited = once(child, 'exit');
    const reached = (step: string) => probe(() => said.includes(step), 30_000);
    await reached(more.stopAt ?? 'running');
    return {
      reached,
      exited,
      signal: (signal: NodeJS.Signals) => child.kill(signal),
      goOn: () => child.send('go on'),
      async kill() {
        child.kill('SIGKILL');
        await exited;
      },
      async stop() {
        child.kill('SIGTERM');
        await exited;
      },
    };
  }

  /** Commits a change with its event. */
  const change = (key: string, number: number, text?: string) =>
    transact(callCtx(), async (tx) => {
      await tx.manager.query('INSERT INTO changes (partition_key, number) VALUES (?, ?)', [key, number]);
      tx.emit(thingChanged, thing(number, key, text));
    });

  /** Commits the changes `from` to `to` of each key, one after the other, the keys side by side. */
  const changes = (keys: readonly string[], from: number, to: number) =>
    Promise.all(
      keys.map(async (key) => {
        for (let number = from; number <= to; number += 1) await change(key, number);
      }),
    );

  /** Goes on changing until `isOver`. What fails is not repeated, because nobody knows whether it was committed. */
  const changesUntil = (isOver: () => boolean, keys: readonly string[], from: number) =>
    Promise.all(
      keys.map(async (key) => {
        for (let number = from; !isOver(); number += 1) {
          await change(key, number).catch(() => {});
          await setTimeout(100);
        }
      }),
    );

  /** Everything in the topic, as soon as it holds the events of all committed changes. */
  async function records(): Promise<BusMessage[]> {
    const [expected] = await rows('SELECT COUNT(*) AS events FROM outbox WHERE headers LIKE ?', ['%thing.changed%']);
    const found: BusMessage[] = [];
    const reader = bus.consume({
      group: `${schema}.reader.${Date.now()}`,
      topics: { names: [topic] },
      async onMessages(messages) {
        found.push(...messages);
        return messages.length;
      },
    });
    reader.start();
    await probe(() => new Set(found.map(idOf)).size >= Number(expected?.events), 20_000);
    await reader.stop();
    return found;
  }

  const byKey = async (table: string, order: string) => {
    const found = await rows(`SELECT partition_key AS scope, number FROM ${table} ORDER BY ${order}`);
    return grouped(found.map(({ scope, number }) => [String(scope), Number(number)]));
  };

  return {
    database,
    topic,
    start,
    change,
    changes,
    changesUntil,
    publisher,
    records,

    /** Whether the database is at a statement like this, for example waiting for a lock. */
    async hasStatement(like: string) {
      const sql = 'SELECT 1 FROM information_schema.PROCESSLIST WHERE DB = ? AND INFO LIKE ?';
      return (await rows(sql, [schema, like])).length > 0;
    },

    /** Sent: every committed change and no other, in order per key, numbered without a gap. */
    async expectSent() {
      await probe(async () => (await rows('SELECT 1 FROM outbox WHERE published_at IS NULL')).length === 0, 40_000);
      const committed = await byKey('changes', 'partition_key, number');
      const copies = await records();
      const first = [...new Map(copies.toReversed().map((record) => [idOf(record), record])).values()];
      const inOrder = first.toSorted((a, b) => a.partition - b.partition || Number(a.offset - b.offset));
      expect(grouped(inOrder.map((record) => [String(record.key), numberOf(record)]))).toEqual(committed);
      const sequences = first.map((record) => Number(record.headers.ce_sequence)).toSorted((a, b) => a - b);
      expect(sequences).toEqual(sequences.map((_, index) => index + 1));
    },

    /** The numbers that were applied, by key, in the order of their transactions. */
    applied: () => byKey('effects', 'position'),

    /** Resolves when so many effects are there. */
    async probeApplied(count: number) {
      await probe(async () => (await rows('SELECT 1 FROM effects')).length >= count, 60_000);
    },

    /** Applied: every committed change once, in order per key. */
    async expectApplied() {
      const committed = await byKey('changes', 'partition_key, number');
      const total = Object.values(committed).flat().length;
      await probe(async () => (await rows('SELECT 1 FROM effects')).length >= total, 60_000);
      expect(await byKey('effects', 'position')).toEqual(committed);
    },

    async close() {
      for (const child of children) child.kill('SIGKILL');
      await publisher.close();
      await deleteTopics(brokers, [topic]).catch(() => {});
      await database.drop();
    },
  };
}

const idOf = (record: BusMessage) => String(record.headers.ce_id);
const numberOf = (record: BusMessage): number => JSON.parse(record.value.toString()).number;

function grouped(pairs: readonly (readonly [string, number])[]): Record<string, number[]> {
  const groups: Record<string, number[]> = {};
  for (const [key, number] of pairs) groups[key] = [...(groups[key] ?? []), number];
  return groups;
}
