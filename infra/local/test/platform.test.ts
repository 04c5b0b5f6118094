import { existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createConnection } from 'mysql2/promise';
import { type Backing, prepareBacking } from '../src/backing.js';
import { startPlatform } from '../src/platform.js';
import { readPlatformDescription } from '../src/platform-description.js';
import { repositoryRoot } from '../src/repository-root.js';
import type { RunningPlatform } from '../src/running-platform.js';
import type { ServiceEntry, Wiring } from '../src/services.js';
import { writeFixtureService } from './fixture-services.js';
import { processesIn } from './running-processes.js';
import { temporaryFolder } from './temporary-folder.js';
import { topicNames } from './topic-names.js';

const root = temporaryFolder();
const timeoutMs = 120_000;
const dataDir = join(root, 'data');

function entry(name: string, files: Readonly<Record<string, string>> = {}): ServiceEntry {
  return {
    name,
    folder: writeFixtureService(root, `services/${name}`, files),
    ports: { PORT: 4499 },
    hasSchema: true,
    topic: `genkan.${name}.v1`,
    env: ({ databaseUrl, urlOf, secret, privateKey }: Wiring) => ({
      DATABASE_URL: databaseUrl,
      GATEWAY_URL: urlOf('gateway'),
      CURSOR_KEY: secret('shared'),
      SIGNING_KEY: privateKey(name),
    }),
  };
}

const ask = async (url: string) => await (await fetch(url)).text();

describe('startPlatform', () => {
  let backing: Backing;
  let platform: RunningPlatform;
  const services = [
    entry('gateway'),
    entry('audit', { 'grants.sql': '-- Records are for ever.\nGRANT SELECT, INSERT ON {schema}.names TO {user};' }),
  ];
  const shared = () => ({
    databaseUrl: backing.databaseUrl,
    kafkaBrokers: backing.kafkaBrokers,
    prefix: 'private1',
    root,
  });
  const schemaNames = async () => {
    const connection = await createConnection(backing.databaseUrl);
    const [rows] = await connection.query(
      "SELECT schema_name AS name FROM information_schema.schemata WHERE schema_name LIKE 'private%' UNION SELECT user FROM mysql.user WHERE user LIKE 'private%'",
    );
    await connection.end();
    return (rows as Array<{ name: string }>).map((row) => row.name).sort();
  };

  beforeAll(async () => {
    symlinkSync(join(repositoryRoot, 'node_modules'), join(root, 'node_modules'));
    backing = await prepareBacking({ dir: join(root, 'backing') });
    platform = await startPlatform({ ...shared(), dataDir, services, env: { EXTRA: 'yes' } });
  }, timeoutMs);
  afterAll(async () => {
    await platform.stop();
    await backing.stop();
  }, timeoutMs);

  it('gives each service a schema of its own, migrated, with a user of its own', async () => {
    const { url } = platform.service('gateway');
    expect(JSON.parse(await ask(`${url}/names`))).toHaveLength(1);
    expect(await ask(`${url}/delete`)).toBe('deleted');
    expect(await schemaNames()).toEqual([
      ...['private1_audit', 'private1_audit_owner'],
      ...['private1_gateway', 'private1_gateway_owner'],
    ]);
  });

  it('gives a service with grants.sql the rights of that file and no more', async () => {
    const { url } = platform.service('audit');
    expect(JSON.parse(await ask(`${url}/names`))).toHaveLength(1);
    expect(await ask(`${url}/delete`)).toBe('ER_TABLEACCESS_DENIED_ERROR');
  });

  it('tells services what the table says, with keys in private files, and nothing of its own environment', async () => {
    process.env.GENKAN_TEST_SECRET = 'not for services';
    const [gateway, audit] = await Promise.all(
      ['gateway', 'audit'].map(async (name) => JSON.parse(await ask(platform.service(name).url))),
    );
    delete process.env.GENKAN_TEST_SECRET;
    expect(gateway.GENKAN_TEST_SECRET).toBeUndefined();
    expect(gateway).toMatchObject({ EXTRA: 'yes', NODE_ENV: 'development', CURSOR_KEY: audit.CURSOR_KEY });
    expect(audit.GATEWAY_URL).toBe(platform.service('gateway').url);
    expect(Buffer.from(gateway.CURSOR_KEY, 'base64')).toHaveLength(32);
    expect(gateway.SIGNING_KEY).not.toBe(audit.SIGNING_KEY);
    const keyFile = gateway.SIGNING_KEY.replace('file:', '');
    expect(readFileSync(keyFile, 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----/);
    expect(statSync(keyFile).mode & 0o077).toBe(0);
    expect(readFileSync(gateway.CLOCK_FILE, 'utf8')).toBe('0\n');
  });

  it('creates the topics', async () => {
    expect(await topicNames(backing.kafkaBrokers)).toEqual(['genkan.audit.v1', 'genkan.gateway.v1']);
  });

  it('describes itself in a file that only its owner reads', () => {
    const description = readPlatformDescription(dataDir);
    expect(description).toEqual(platform.description);
    expect(description.services.audit?.pid).toBe(platform.service('audit').pid);
    expect(description.publicUrl).toBe(platform.service('gateway').url.replace('127.0.0.1', 'localhost'));
    expect(statSync(join(dataDir, 'platform.json')).mode & 0o077).toBe(0);
  });

  it('restarts a killed service at the same address, and runs a second instance beside the first', async () => {
    const audit = platform.service('audit');
    await audit.kill('SIGKILL');
    await expect(fetch(audit.url)).rejects.toThrow();
    await audit.restart();
    expect(await ask(`${audit.url}/health/ready`)).toBe('ready');
    const second = await platform.startInstance('audit', { EXTRA: 'second' });
    expect(second.url).not.toBe(audit.url);
    expect(JSON.parse(await ask(second.url))).toMatchObject({ EXTRA: 'second', DATABASE_URL: audit.env.DATABASE_URL });
    expect(platform.service('audit-2')).toBe(second);
  });

  it('keeps data, keys and ports over a stop, and then leaves no process', async () => {
    const { url, env } = platform.service('gateway');
    await ask(`${url}/names`);
    await platform.stop();
    expect(processesIn(join(root, 'services'))).toEqual([]);
    expect(() => readPlatformDescription(dataDir)).toThrow('start one with `npm start`');

    platform = await startPlatform({ ...shared(), dataDir, services });
    const gateway = platform.service('gateway');
    expect(gateway.url).toBe(url);
    expect(gateway.env.CURSOR_KEY).toBe(env.CURSOR_KEY);
    expect(JSON.parse(await ask(`${url}/names`))).toHaveLength(2);
  });

  it('removes every trace of itself when it is destroyed', async () => {
    await platform.destroy();
    expect(existsSync(dataDir)).toBe(false);
    expect(await schemaNames()).toEqual([]);
    expect(processesIn(join(root, 'services'))).toEqual([]);
  });

  it('reports the death of a service with the end of its log', async () => {
    let report: (message: string) => void = () => {};
    const death = new Promise<string>((resolve) => {
      report = resolve;
    });
    const brittle = entry('brittle', { 'dist/src/main.js': dying });
    const options = { ...shared(), dataDir: join(root, 'dying'), services: [brittle], usesPreferredPorts: false };
    const dyingPlatform = await startPlatform({
      ...options,
      onDeath: ({ message, details }) => report(`${message} ${details}`),
    });
    await ask(`${dyingPlatform.service('brittle').url}/die`);
    expect(await death).toMatch(
      /^brittle ended unexpectedly \(exit code 7\); the end of .*brittle\.log: my last words$/,
    );
    await dyingPlatform.destroy();
  });

  it.each([
    [
      'a service that does not start',
      { 'dist/src/main.js': 'console.error("no such key"); process.exit(3);' },
      'broken did not start (exit code 3)',
      'no such key',
    ],
    [
      'a migration that fails',
      { 'dist/src/migrate.js': 'throw new Error("bad table")' },
      'The migrations of broken failed',
      'bad table',
    ],
  ])('ends everything when there is %s, and says why', async (_, files, message, details) => {
    const brokenServices = [entry('gateway'), entry('broken', files)];
    const options = { ...shared(), dataDir: join(root, 'broken'), services: brokenServices, usesPreferredPorts: false };
    await expect(startPlatform(options)).rejects.toMatchObject({
      message: expect.stringContaining(message),
      details: expect.stringContaining(details),
    });
    expect(processesIn(join(root, 'services'))).toEqual([]);
  });
});

const dying = `
import { createServer } from 'node:http';
createServer((request, response) => {
  response.end();
  if (request.url === '/die') {
    console.error('my last words');
    process.exitCode = 7;
    setImmediate(() => process.exit());
  }
}).listen(process.env.PORT, process.env.HOST);
`;
