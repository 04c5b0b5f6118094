import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { installDependencies } from '../boot/dependencies.mjs';
import { kafkaClassPath, kafkaJarFolder } from '../boot/kafka-jars.mjs';
import { runToEnd } from '../boot/processes.mjs';
import { temporaryFolder } from './temporary-folder.js';

const folder = temporaryFolder();
const pidFolder = join(folder, 'pids');
const out = () => {};

/** A Maven that makes one jar, takes a moment for it and counts its runs; or that fails. */
function mavenOf(name: string, script: string) {
  const bin = join(folder, name, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'mvn'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, 'mvn'), 0o755);
  return { PATH: `${bin}:${process.env.PATH}`, XDG_CACHE_HOME: join(folder, name, 'cache') };
}

describe('the jars of Apache Kafka', () => {
  it('lie in the cache of the user, where the environment says, and else below the home', () => {
    expect(kafkaJarFolder({ XDG_CACHE_HOME: '/var/cache/kim' })).toMatch(/^\/var\/cache\/kim\/genkan\/kafka-[\d.]+$/);
    for (const env of [{}, { XDG_CACHE_HOME: '' }, { XDG_CACHE_HOME: 'relative' }])
      expect(kafkaJarFolder(env)).toMatch(/^\/.*\/\.cache\/genkan\/kafka-[\d.]+$/);
  });

  it('are whole also when two checkouts fetch them at once, and are fetched no third time', async () => {
    const env = mavenOf(
      'twice',
      `echo run >> '${join(folder, 'runs')}'; mkdir lib; sleep 0.3; echo jar > lib/kafka.jar`,
    );
    const paths = await Promise.all([1, 2].map(() => kafkaClassPath({ env, pidFolder, out })));
    expect(new Set([...paths, await kafkaClassPath({ env, pidFolder, out })]).size).toBe(1);
    expect(readdirSync(join(env.XDG_CACHE_HOME, 'genkan'))).toEqual([expect.stringMatching(/^kafka-[\d.]+$/)]);
    expect(readFileSync(join(kafkaJarFolder(env), 'kafka.jar'), 'utf8')).toBe('jar\n');
    expect(readFileSync(join(folder, 'runs'), 'utf8')).toBe('run\nrun\n');
  });

  it('are not there by half when Maven fails, which is told', async () => {
    const env = mavenOf('fails', 'mkdir lib; echo half > lib/kafka.jar; echo "no route to host"; exit 1');
    await expect(kafkaClassPath({ env, pidFolder, out })).rejects.toMatchObject({
      message: 'Maven could not fetch Apache Kafka: check the network and run the same command again.',
      details: 'no route to host',
    });
    expect(existsSync(kafkaJarFolder(env))).toBe(false);
  });
});

it('packages that npm cannot fetch are told in a sentence, not after minutes', async () => {
  const root = join(folder, 'packages');
  mkdirSync(root);
  writeFileSync(
    join(root, 'package.json'),
    '{ "name": "alone", "version": "1.0.0", "dependencies": { "zod": "4.6.7" } }',
  );
  writeFileSync(join(root, '.npmrc'), `registry=http://127.0.0.1:1/\ncache=${join(folder, 'npm-cache')}\n`);
  const packages = {
    '': { name: 'alone', version: '1.0.0', dependencies: { zod: '4.6.7' } },
    'node_modules/zod': { version: '4.6.7', integrity: `sha512-${'A'.repeat(86)}==` },
  };
  writeFileSync(
    join(root, 'package-lock.json'),
    JSON.stringify({ name: 'alone', version: '1.0.0', lockfileVersion: 3, packages }),
  );
  await expect(installDependencies({ root, pidFolder, out })).rejects.toMatchObject({
    message: 'npm ci failed: see below, check the network and run the same command again.',
    details: expect.stringContaining('ECONNREFUSED'),
  });
}, 45_000);

it('a program that takes long is said to run, again and again', async () => {
  const lines: string[] = [];
  const options = {
    name: 'mvn',
    args: ['1'],
    pidFolder,
    timeoutMs: 10_000,
    progressMs: 200,
    out: (line: string) => lines.push(line),
  };
  await runToEnd({ ...options, command: 'sleep' });
  expect(lines.length).toBeGreaterThan(2);
  expect(lines[0]).toMatch(/^… mvn has been running for \d+ s$/);
});
