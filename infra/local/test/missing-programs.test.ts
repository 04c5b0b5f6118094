import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { findProgram, installMissingPrograms, java, mariadbd, mariadbInstallDb, maven } from '../boot/programs.mjs';
import { startKafka } from '../src/kafka.js';
import { startMariaDB } from '../src/maria-db.js';
import { temporaryFolder } from './temporary-folder.js';

const folder = temporaryFolder();
const withPath = (name: string, programs: Record<string, string> = {}) => {
  const bin = join(folder, name, 'bin');
  mkdirSync(join(folder, name, 'sbin'), { recursive: true });
  mkdirSync(bin, { recursive: true });
  for (const [program, script] of Object.entries(programs)) {
    writeFileSync(join(bin, program), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, program), 0o755);
  }
  return { PATH: bin };
};
const install = (env: NodeJS.ProcessEnv, isRoot: boolean, programs = [mariadbd, java, maven]) =>
  installMissingPrograms(programs, { env, isRoot, out: () => {}, pidFolder: join(folder, 'pid-files') });

describe('a missing program', () => {
  it('is one sentence with the remedy: MariaDB', async () => {
    await expect(startMariaDB({ dir: join(folder, 'mariadb'), env: withPath('empty') })).rejects.toThrow(
      /^MariaDB is missing: install it \(.*apt-get install.*\), or name a running MySQL or MariaDB in DATABASE_URL\.$/,
    );
  });

  it('is told apart from a MariaDB that fails; that one keeps away from the temporary tables of others', async () => {
    const env = withPath('failing-mariadb', {
      mariadbd: 'true',
      'mariadb-install-db': 'echo "temporary: $TMPDIR"; exit 1',
    });
    const dir = join(folder, 'failing-mariadb');
    await expect(startMariaDB({ dir, env })).rejects.toMatchObject({
      message: 'MariaDB could not make its data folder: see below.',
      details: `temporary: ${join(dir, 'tmp')}`,
      stack: expect.stringContaining(`temporary: ${join(dir, 'tmp')}`),
    });
  });

  it('is one sentence with the remedy: Java', async () => {
    await expect(startKafka({ dir: join(folder, 'kafka'), env: withPath('empty') })).rejects.toThrow(
      /^Java, on which Apache Kafka runs, is missing: install version 17 or newer .* KAFKA_BROKERS\.$/,
    );
  });

  it('is told, not installed, where there is no apt-get or we are not root', async () => {
    await expect(install(withPath('empty'), true)).rejects.toThrow(
      [mariadbd.remedy, java.remedy, maven.remedy].join('\n✗ '),
    );
    await expect(install(withPath('apt', { 'apt-get': 'exit 1' }), false, [maven])).rejects.toThrow(maven.remedy);
  });

  it('is found in sbin beside a bin of the path', () => {
    const env = withPath('sbin');
    const path = join(folder, 'sbin', 'sbin', 'mariadbd');
    expect(findProgram(mariadbd, env)).toBeUndefined();
    writeFileSync(path, '', { mode: 0o755 });
    expect(findProgram(mariadbd, env)).toBe(path);
  });
});

describe('installMissingPrograms', () => {
  it('reads the lists once and installs only the missing packages, the first that is to be had', async () => {
    const log = join(folder, 'apt.log');
    const aptGet = `echo "$@" >> ${log}; case "$*" in *simulate*openjdk-17*) exit 100;; esac`;
    await install(withPath('installs', { 'apt-get': aptGet, mvn: 'true' }), true, [
      mariadbd,
      mariadbInstallDb,
      java,
      maven,
    ]);
    const calls = readFileSync(log, 'utf8').trim().split('\n');
    expect(calls.filter((call) => call.endsWith(' update'))).toHaveLength(1);
    expect(calls.at(-1)).toMatch(
      /install --no-install-recommends -y mariadb-server-core mariadb-client-core openjdk-21-jre-headless$/,
    );
  });

  it('does nothing when everything is there', async () => {
    const programs = { mariadbd: 'true', java: 'true', mvn: 'true', 'apt-get': 'exit 1' };
    await expect(install(withPath('complete', programs), true)).resolves.toBeUndefined();
  });

  it('gives the remedy and what apt-get said when the installation fails', async () => {
    const env = withPath('fails', { 'apt-get': 'case "$*" in *-y*) echo "no space left"; exit 100;; esac' });
    await expect(install(env, true, [maven])).rejects.toMatchObject({
      message: maven.remedy,
      details: 'no space left',
    });
  });
});
