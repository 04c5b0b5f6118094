import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../src/repository-root.js';
import { serviceTable } from '../src/services.js';
import { writeFixtureService } from './fixture-services.js';

/** A run of one of the checkout's commands. */
export interface CommandRun {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Resolves once the output holds the text; rejects when the command ended before. */
  said(text: string): Promise<void>;
  /** The exit code, or the signal that ended the command. */
  ended(): Promise<number | string>;
}

/** The workspaces that infra/local needs, and what it needs of each. */
const needed = [
  ['packages/kafka-client', 'src/create-kafka.ts'],
  ['packages/contracts', 'src/service-name.ts'],
] as const;

/**
 * A small clone of this repository in `folder`: its real `infra/local` with what it needs, built there by its own start, and the table's services
 * replaced by tiny ones.
 */
export function makeFixtureCheckout(folder: string): void {
  const local = join(folder, 'infra', 'local');
  mkdirSync(local, { recursive: true });
  for (const name of ['boot', 'src', 'run.mjs', 'package.json', 'tsconfig.json']) {
    cpSync(join(repositoryRoot, 'infra', 'local', name), join(local, name), { recursive: true });
  }
  for (const [workspace, source] of needed) {
    for (const name of [source, 'tsconfig.json', 'package.json']) {
      cpSync(join(repositoryRoot, workspace, name), join(folder, workspace, name));
    }
    withTest(join(folder, workspace), 'true');
  }
  for (const name of ['turbo.json', 'tsconfig.base.json', 'jest.config.mjs']) {
    copyFileSync(join(repositoryRoot, name), join(folder, name));
  }
  const root = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8'));
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ ...root, workspaces: ['infra/local', ...needed.map(([workspace]) => workspace)] }),
  );
  withTest(local, 'node fixture-test.mjs');
  writeFileSync(join(local, 'fixture-test.mjs'), test);
  // What is installed is what is wanted, so that no installation follows the link.
  copyFileSync(join(repositoryRoot, 'node_modules', '.package-lock.json'), join(folder, 'package-lock.json'));
  symlinkSync(join(repositoryRoot, 'node_modules'), join(folder, 'node_modules'));
  for (const entry of serviceTable) writeFixtureService(folder, entry.folder);
}

/** Tells what it was told, or with HANG leaves a process behind as a killed test does: stopped, in a group of its own. */
const test = `
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
const { DATABASE_URL, KAFKA_BROKERS, HANG } = process.env;
console.log(DATABASE_URL, KAFKA_BROKERS, 'Tests: 1 failed, 3 passed, 4 total');
if (!HANG) process.exit(1);
spawn('sleep', ['600'], { detached: true, stdio: 'ignore' }).kill('SIGSTOP');
writeFileSync('hanging', '');
setInterval(() => {}, 1_000);
`;

/** A root project with which `npm run dev` builds one service of the checkout, the gateway. */
export function makeGatewayBuildable(folder: string): string {
  const gateway = join(folder, 'services', 'gateway');
  cpSync(join(gateway, 'dist', 'src'), join(gateway, 'src'), { recursive: true });
  const compilerOptions = { rootDir: '.', outDir: 'dist', allowJs: true };
  const settings = { extends: '../../tsconfig.base.json', compilerOptions, include: ['src'] };
  writeFileSync(join(gateway, 'tsconfig.json'), JSON.stringify(settings));
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ files: [], references: [{ path: 'services/gateway' }] }),
  );
  return join(gateway, 'src', 'main.js');
}

/** Gives a copied workspace tests that are over at once. */
function withTest(workspace: string, test: string): void {
  const path = join(workspace, 'package.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...manifest, scripts: { ...manifest.scripts, test } }));
}

/** Runs a command of a checkout, without the backing services that our own environment may name. */
export function runCommand(checkout: string, args: readonly string[], more: NodeJS.ProcessEnv = {}): CommandRun {
  const { DATABASE_URL: _database, KAFKA_BROKERS: _brokers, NODE_OPTIONS: _options, ...env } = process.env;
  const child = spawn(process.execPath, [join('infra', 'local', 'run.mjs'), ...args], {
    cwd: checkout,
    env: { ...env, ...more },
  });
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      child.emit('said');
    });
  }
  return {
    child,
    output: () => output,
    ended: () => ended,
    said: async (text) => {
      while (!output.includes(text)) {
        const code = await Promise.race([ended, once(child, 'said').then(() => undefined)]);
        if (code !== undefined && !output.includes(text))
          throw new Error(`ended (${code}) without "${text}":\n${output}`);
      }
    },
  };
}
