import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createConnection } from 'mysql2/promise';
import { processMark } from '../boot/processes.mjs';
import { type Backing, prepareBacking } from '../src/backing.js';
import { createTopics } from '../src/kafka-topics.js';
import { temporaryFolder } from './temporary-folder.js';
import { topicNames } from './topic-names.js';

const folder = temporaryFolder();
const first = join(folder, 'first checkout');
const timeoutMs = 120_000;

async function query(databaseUrl: string, sql: string): Promise<unknown> {
  const connection = await createConnection(databaseUrl);
  try {
    return (await connection.query(sql))[0];
  } finally {
    await connection.end();
  }
}

describe('prepareBacking', () => {
  let backing: Backing;
  beforeAll(async () => {
    backing = await prepareBacking({ dir: first });
  }, timeoutMs);
  afterAll(() => backing.stop(), timeoutMs);

  it(
    'starts a database and a broker that keep their data, addresses and password over a stop',
    async () => {
      await query(backing.databaseUrl, 'CREATE SCHEMA kept');
      await createTopics(backing.kafkaBrokers, ['kept']);
      const { databaseUrl, kafkaBrokers, mariadb, kafka } = backing;
      const marks = [mariadb, kafka].map((process) => processMark(process?.pid ?? 0));
      expect(marks).toEqual([expect.any(String), expect.any(String)]);

      await backing.stop();
      expect([mariadb, kafka].map((process) => processMark(process?.pid ?? 0))).toEqual([undefined, undefined]);

      backing = await prepareBacking({ dir: first });
      expect(backing).toMatchObject({ databaseUrl, kafkaBrokers });
      expect(await query(databaseUrl, "SHOW SCHEMAS LIKE 'kept'")).toHaveLength(1);
      expect(await topicNames(kafkaBrokers)).toEqual(['kept']);
    },
    timeoutMs,
  );

  it('lets nobody in without the password', async () => {
    const url = new URL(backing.databaseUrl);
    url.password = '';
    await expect(query(url.href, 'SELECT 1')).rejects.toThrow('Access denied');
  });

  it(
    'runs beside those of a second checkout',
    async () => {
      const second = await prepareBacking({ dir: join(folder, 'second') });
      try {
        expect(await query(second.databaseUrl, "SHOW SCHEMAS LIKE 'kept'")).toHaveLength(0);
        expect(await topicNames(second.kafkaBrokers)).toEqual([]);
      } finally {
        await second.stop();
      }
      expect(await query(backing.databaseUrl, "SHOW SCHEMAS LIKE 'kept'")).toHaveLength(1);
    },
    timeoutMs,
  );

  it('uses what the environment names and starts nothing then', async () => {
    const { databaseUrl, kafkaBrokers } = backing;
    const used = await prepareBacking({ dir: join(folder, 'third'), databaseUrl, kafkaBrokers, env: { PATH: '' } });
    expect(used).toMatchObject({ databaseUrl, kafkaBrokers, mariadb: undefined, kafka: undefined });
    await used.stop();
    expect(await query(databaseUrl, 'SELECT 1')).toHaveLength(1);
  });

  it('says in a sentence what is wrong with a database or broker that the environment names', async () => {
    const { databaseUrl, kafkaBrokers } = backing;
    const dir = join(folder, 'fourth');
    const wrong = { databaseUrl: 'mysql://root@127.0.0.1:1/', kafkaBrokers };
    await expect(prepareBacking({ dir, ...wrong })).rejects.toThrow(
      /DATABASE_URL names \(127\.0\.0\.1:1\) lets nobody in: start it/,
    );
    await expect(prepareBacking({ dir, databaseUrl: 'nonsense', kafkaBrokers })).rejects.toThrow(
      'DATABASE_URL is not a URL',
    );
    const unreachable = { databaseUrl, kafkaBrokers: '127.0.0.1:1' };
    await expect(prepareBacking({ dir, ...unreachable })).rejects.toThrow(
      /KAFKA_BROKERS names \(127\.0\.0\.1:1\) do not answer/,
    );
  });
});

describe('after a SIGKILL of the process that started them', () => {
  it(
    'the next start ends the orphans and has all data',
    async () => {
      const dir = join(folder, 'crashed');
      const backingModule = new URL('../src/backing.js', import.meta.url).href;
      const script = `
      import { prepareBacking } from ${JSON.stringify(backingModule)};
      const { databaseUrl, mariadb, kafka } = await prepareBacking({ dir: ${JSON.stringify(dir)} });
      console.log(JSON.stringify({ databaseUrl, pids: [mariadb.pid, kafka.pid] }));`;
      const starter = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [line] = await once(starter.stdout, 'data');
      const { databaseUrl, pids } = JSON.parse(String(line)) as { databaseUrl: string; pids: number[] };
      await query(databaseUrl, 'CREATE SCHEMA survivor');
      starter.kill('SIGKILL');
      await once(starter, 'exit');
      expect(pids.map(processMark)).toEqual([expect.any(String), expect.any(String)]);

      const backing = await prepareBacking({ dir });
      try {
        expect(pids.map(processMark)).toEqual([undefined, undefined]);
        expect(backing.databaseUrl).toBe(databaseUrl);
        expect(await query(databaseUrl, "SHOW SCHEMAS LIKE 'survivor'")).toHaveLength(1);
      } finally {
        await backing.stop();
      }
    },
    timeoutMs,
  );
});
