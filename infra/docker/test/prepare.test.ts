import { execFile as execFileWithCallback } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv, promisify } from 'node:util';
import { type Admin, createKafka } from '@genkan/kafka-client/create-kafka';
import { SchemaAdmin } from '@genkan/local/schema-admin';
import { serviceTable } from '@genkan/local/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigResourceTypes } from 'kafkajs';
import { createConnection } from 'mysql2/promise';
import { ensurePassword } from '../src/ensure-password.js';
import { prepare } from '../src/prepare.js';
import { environmentProblems } from './environment-problems.js';
import { environmentOf } from './repository.js';

const execFile = promisify(execFileWithCallback);
const { DATABASE_URL: databaseUrl = '', KAFKA_BROKERS: kafkaBrokers = '' } = process.env;
const name = `t${randomBytes(4).toString('hex')}`;
const services = serviceTable.map((entry) => (entry.topic ? { ...entry, topic: `${name}.${entry.topic}` } : entry));
const settingsRoot = mkdtempSync(join(tmpdir(), 'genkan-docker-'));
const options = { databaseUrl, kafkaBrokers, publicUrl: 'http://localhost:4400', prefix: name, services, settingsRoot };

const settingsFile = (folder: string) => join(settingsRoot, folder, 'settings', 'service.env');
const settingsOf = (folder: string) => parseEnv(readFileSync(settingsFile(folder), 'utf8')) as Record<string, string>;

async function asRuntimeUser(folder: string, sql: string): Promise<unknown> {
  const connection = await createConnection(settingsOf(folder).DATABASE_URL ?? '');
  try {
    return await connection.query(sql);
  } finally {
    await connection.end();
  }
}

describe('prepare', () => {
  let kafka: Admin;

  beforeAll(async () => {
    kafka = createKafka({ brokers: kafkaBrokers.split(',') }).admin();
    await kafka.connect();
    await prepare(options);
  }, 120_000);

  afterAll(async () => {
    const admin = new SchemaAdmin(databaseUrl, name);
    for (const service of services) if (service.hasSchema) await admin.drop(service.name);
    const topics = await kafka.listTopics();
    await kafka.deleteTopics({ topics: topics.filter((topic) => topic.startsWith(name)) });
    await kafka.disconnect();
    rmSync(settingsRoot, { recursive: true });
  });

  it('writes settings that each service takes and nobody else may read', async () => {
    for (const { folder } of services) {
      expect(environmentProblems(await environmentOf(folder), settingsOf(folder))).toEqual([]);
      expect(statSync(settingsFile(folder)).mode & 0o777).toBe(0o600);
    }
  });

  it('gives each topic 12 partitions, seven days, and messages that every client can read', async () => {
    const topics = services.flatMap(({ topic }) => topic ?? []);
    const { topics: found } = await kafka.fetchTopicMetadata({ topics });
    expect(found.map(({ partitions }) => partitions.length)).toEqual(topics.map(() => 12));
    const { resources } = await kafka.describeConfigs({
      includeSynonyms: false,
      resources: topics.map((topic) => ({
        type: ConfigResourceTypes.TOPIC,
        name: topic,
        configNames: ['retention.ms', 'min.insync.replicas', 'compression.type'],
      })),
    });
    const set = resources.map(({ configEntries }) =>
      Object.fromEntries(configEntries.map(({ configName, configValue }) => [configName, configValue])),
    );
    const expected = {
      'retention.ms': String(7 * 24 * 3_600_000),
      'min.insync.replicas': '1',
      'compression.type': 'uncompressed',
    };
    expect(set).toEqual(topics.map(() => expected));
  });

  it('lets services read and write in their own schema, not change it, and audit never touch a record again', async () => {
    await asRuntimeUser('services/identity', 'UPDATE outbox SET published_at = NULL WHERE position = 0');
    await expect(asRuntimeUser('services/identity', 'DROP TABLE outbox')).rejects.toThrow(/denied/);
    await expect(asRuntimeUser('services/identity', `SELECT * FROM ${name}_audit.records`)).rejects.toThrow(/denied/);
    await asRuntimeUser('services/audit', 'SELECT COUNT(*) FROM records');
    await expect(asRuntimeUser('services/audit', 'DELETE FROM records')).rejects.toThrow(/denied/);
    await expect(asRuntimeUser('services/audit', 'UPDATE records SET result = 1')).rejects.toThrow(/denied/);
  });

  it.each(services.filter(({ hasSchema }) => hasSchema).map(({ folder }) => folder))(
    'gives %s all to run with; once closed it ends by itself, with nothing left open',
    async (folder) => {
      const program = fileURLToPath(new URL('./compose-and-close.js', import.meta.url));
      await execFile(process.execPath, [program, folder], { env: settingsOf(folder), timeout: 60_000 });
    },
    90_000,
  );

  it('tells the commands of README where the platform is and what their services are told, and nobody else', () => {
    const file = join(settingsRoot, '.genkan/platform.json');
    const { publicUrl, sandboxUrl, services: told } = JSON.parse(readFileSync(file, 'utf8'));
    expect([publicUrl, sandboxUrl]).toEqual([options.publicUrl, 'http://sandbox:4480']);
    for (const { name, folder } of services) expect(told[name]).toEqual({ env: settingsOf(folder) });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('gives a password to a user who has none, once, and says so when the user has another', async () => {
    const admin = await createConnection(databaseUrl);
    await admin.query(`CREATE USER '${name}_root'@'%'`);
    await admin.query(`GRANT CREATE USER ON *.* TO '${name}_root'@'%'`);
    try {
      const bare = Object.assign(new URL(databaseUrl), { username: `${name}_root`, password: '' }).href;
      const url = await ensurePassword(bare, 'drawn');
      expect(await ensurePassword(bare, 'drawn')).toBe(url);
      await (await createConnection(url)).end();
      await expect(createConnection(bare)).rejects.toThrow(/denied/);
      await expect(ensurePassword(bare, 'another')).rejects.toThrow(/neither with the password that was drawn nor/);
    } finally {
      await admin.query(`DROP USER '${name}_root'@'%'`);
      await admin.end();
    }
  });

  it('changes no key and no password when it runs again, as running services have them', async () => {
    const before = services.map(({ folder }) => settingsOf(folder));
    await prepare(options);
    expect(services.map(({ folder }) => settingsOf(folder))).toEqual(before);
    await asRuntimeUser('services/audit', 'SELECT COUNT(*) FROM records');
    expect(existsSync(join(settingsRoot, 'infra/docker/settings/gateway.pem'))).toBe(true);
  }, 120_000);
});
