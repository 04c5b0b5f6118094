import type { Logger } from '@genkan/observability/logger';
import type { NamedLock } from '@genkan/persistence/named-lock';
import { pause } from '@genkan/persistence/pause';
import type { DataSource } from 'typeorm';
import { backOffMs } from './back-off.js';
import type { OutgoingMessage, Publisher } from './bus.js';
import { type OutboxLag, outboxLag } from './outbox-lag.js';
import { createOutboxStore, type NumberedRow, type OutboxStore } from './outbox-store.js';
import { ownConnection } from './own-connection.js';
import { removeExpired } from './retention.js';
import { createWakeUp } from './wake-up.js';

export interface RelaySettings {
  /** The service's pool; the relay opens a connection of its own beside it. */
  readonly dataSource: DataSource;
  /** `<schema>:relay`: one relay of a service works, the others wait. */
  readonly lock: NamedLock;
  readonly publisher: Publisher;
  readonly topic: string;
  readonly logger: Logger;
  /** How often it looks for events when nobody wakes it; 250 ms unless told. */
  readonly pollMs?: number;
  /** The outbox of that connection unless told. */
  readonly openStore?: (connection: DataSource) => OutboxStore;
}

export interface Relay {
  start(): void;
  /** Tells that events were committed. */
  wake(): void;
  /** Ends after the round under way. The publisher stays open. */
  stop(): Promise<void>;
  lag(): Promise<OutboxLag>;
}

const ROUND_ROWS = 200;
/** A broker takes about 1 MB per partition and batch (`message.max.bytes`), and all rows may be of one partition. */
const ROUND_BYTES = 768 * 1024;
/** A round costs about as much for ten rows as for one: under load it waits for company, a lone event goes at once. */
const ROUND_EVERY_MS = 50;
const RETENTION_EVERY_MS = 60_000;
/** A relay that stands still in the middle of numbering holds the row lock: the server takes it back, as the named lock. */
const SILENT_AT_MOST_S = 15;

/**
 * Sends what was committed, in the order in which it was numbered, at least once.
 *
 * A round numbers committed rows, sends the lowest unmarked rows as one batch, waits for the acknowledgement, and marks
 * them. A crash anywhere leaves rows that the next round sends again, with the same ids and numbers.
 *
 * Why the order holds, also with two relays at work (one lost the lock without knowing, for example stopped for 20 s):
 * 1. Of one aggregate, positions rise in the order of commits: its row is locked until the commit, and outbox rows are
 *    inserted last.
 * 2. Numbers are given under the lock on `relay_state`, held until the commit, so they are contiguous, and a relay that sees a
 *    number sees all lower ones. A transaction that commits late gets a higher number: never "position above the last".
 * 3. A row is marked only after its acknowledgement, and every batch begins at the lowest unmarked row. So when a relay
 *    sends a row, all lower ones are in the topic already or before it in the same request. A late or repeated batch therefore
 *    only adds copies of what was there: the first copy of each event is in order, and the inbox drops the others.
 */
export function createRelay(settings: RelaySettings): Relay {
  const { dataSource, lock, publisher, topic, logger, pollMs = 250, openStore = createOutboxStore } = settings;
  const wakeUp = createWakeUp();
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();

  /** Whether there may be more to do at once. */
  async function round(store: OutboxStore): Promise<boolean> {
    const numbered = await store.number(ROUND_ROWS);
    const waiting = await store.waiting(ROUND_ROWS);
    const rows = upToSize(waiting);
    const [first, last] = [rows[0], rows.at(-1)];
    if (first && last) {
      await publisher.publish(topic, rows.map(toMessage));
      await store.markPublished(first.sequence, last.sequence);
    }
    return numbered === ROUND_ROWS || rows.length < waiting.length || waiting.length === ROUND_ROWS;
  }

  async function work(lost: AbortSignal): Promise<void> {
    const connection = await ownConnection(dataSource);
    lost.addEventListener('abort', wakeUp.wake, { once: true });
    let failures = 0;
    try {
      while (!lost.aborted) {
        try {
          await relayUntilFailure(connection, lost, () => {
            failures = 0;
          });
        } catch (error) {
          logger.warn({ topic, failures, err: error }, 'events could not be relayed, trying again');
          await pause(backOffMs(failures++), lost);
        }
      }
    } finally {
      await connection.destroy();
    }
  }

  async function relayUntilFailure(connection: DataSource, lost: AbortSignal, onSuccess: () => void): Promise<void> {
    await connection.query('SET SESSION wait_timeout = ?', [SILENT_AT_MOST_S]);
    const store = openStore(connection);
    let removedAtMs = performance.now();
    for (let hasMore = true; !lost.aborted; ) {
      if (hasMore) {
        const earliestNextMs = performance.now() + ROUND_EVERY_MS;
        hasMore = await round(store);
        onSuccess();
        if (!hasMore) await pause(Math.max(0, earliestNextMs - performance.now()), lost);
      } else {
        hasMore = (await wakeUp.wait(pollMs)) || (await store.hasWaiting());
      }
      if (performance.now() - removedAtMs > RETENTION_EVERY_MS) {
        await removeExpired(connection);
        removedAtMs = performance.now();
      }
    }
  }

  return {
    start() {
      running = lock.hold(stopping.signal, work);
    },
    wake: wakeUp.wake,
    async stop() {
      stopping.abort();
      await running;
    },
    lag: () => outboxLag(dataSource),
  };
}

function upToSize(rows: readonly NumberedRow[]): readonly NumberedRow[] {
  let bytes = 0;
  const end = rows.findIndex((row, index) => {
    bytes += Buffer.byteLength(row.payload) + Buffer.byteLength(row.headers);
    return index > 0 && bytes > ROUND_BYTES;
  });
  return end === -1 ? rows : rows.slice(0, end);
}

function toMessage({ sequence, partitionKey, headers, payload }: NumberedRow): OutgoingMessage {
  const numbered = { ...(JSON.parse(headers) as Record<string, string>), ce_sequence: sequence.padStart(20, '0') };
  return { key: partitionKey, headers: numbered, value: payload };
}
