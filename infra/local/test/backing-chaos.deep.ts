import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { answersAsBroker, startKafka } from '../src/kafka.js';
import { answersAsDatabase, startMariaDB } from '../src/maria-db.js';
import { waitUntil } from '../src/wait.js';
import { processesIn } from './running-processes.js';
import { temporaryFolder } from './temporary-folder.js';

const folder = temporaryFolder();
const timeoutMs = 120_000;

const started: { stop(): Promise<void> }[] = [];
/** Ends it after the test, also when that failed: a paused server would keep the whole run from ending. */
const ended = <Server extends { stop(): Promise<void> }>(server: Server): Server => {
  started.push(server);
  return server;
};
afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
});

describe('a private MariaDB', () => {
  it(
    'can be killed, restarted at the same address, paused and stopped; only an unasked death is reported',
    async () => {
      const deaths: string[] = [];
      const dir = join(folder, 'mariadb');
      const mariadb = ended(await startMariaDB({ dir, onDeath: (problem) => deaths.push(problem.message) }));
      const { url, pid } = mariadb;
      await mariadb.kill('SIGKILL');
      expect(mariadb.isRunning).toBe(false);
      expect(await answersAsDatabase(url)).toBe(false);
      await mariadb.restart();
      expect(mariadb.pid).not.toBe(pid);
      expect(await answersAsDatabase(url)).toBe(true);
      await mariadb.kill('SIGSTOP');
      await mariadb.stop();
      expect(mariadb.isRunning).toBe(false);
      expect(deaths).toEqual([]);

      await mariadb.restart();
      process.kill(mariadb.pid, 'SIGKILL');
      await mariadb.exited;
      expect(deaths).toEqual([
        expect.stringMatching(/^mariadb ended unexpectedly \(SIGKILL\); the end of .*mariadb\.log:$/),
      ]);
    },
    timeoutMs,
  );

  it(
    'says what its log says when it cannot start',
    async () => {
      const taken = ended(await startMariaDB({ dir: join(folder, 'taken') }));
      const port = Number(new URL(taken.url).port);
      await expect(startMariaDB({ dir: join(folder, 'late'), port })).rejects.toMatchObject({
        message: expect.stringContaining('mariadb did not start'),
        details: expect.stringContaining('Address already in use'),
      });
    },
    timeoutMs,
  );

  it(
    'leaves nothing running when it is interrupted while it starts',
    async () => {
      const controller = new AbortController();
      const starting = startMariaDB({ dir: join(folder, 'interrupted'), signal: controller.signal });
      controller.abort();
      await expect(starting).rejects.toThrow('nterrupted');
      expect(processesIn(join(folder, 'interrupted'))).toEqual([]);
    },
    timeoutMs,
  );
});

/** One question has a second or three for its answer, which a broker on a busy machine, or one that was paused for long, may need. */
const answersAgain = (brokers: string) =>
  waitUntil(() => answersAsBroker(brokers), { what: 'the broker to answer', timeoutMs: 60_000 });

/** The signal is sent at once, and on a busy machine obeyed a moment later. */
const answersNoMore = (brokers: string) =>
  waitUntil(async () => !(await answersAsBroker(brokers)), { what: 'the broker to stand still', timeoutMs: 10_000 });

describe('a private Kafka', () => {
  it(
    'can be killed and restarted at the same address, and paused',
    async () => {
      const kafka = ended(await startKafka({ dir: join(folder, 'kafka') }));
      await kafka.kill('SIGKILL');
      expect(await answersAsBroker(kafka.brokers)).toBe(false);
      await kafka.restart();
      await answersAgain(kafka.brokers);
      await kafka.kill('SIGSTOP');
      await answersNoMore(kafka.brokers);
      await kafka.kill('SIGCONT');
      await answersAgain(kafka.brokers);
      await kafka.stop();
      expect(kafka.isRunning).toBe(false);
    },
    timeoutMs,
  );
});
