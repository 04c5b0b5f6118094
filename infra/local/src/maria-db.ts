import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { Problem } from '../boot/problem.mjs';
import { endOrphans, runToEnd } from '../boot/processes.mjs';
import { mariadbd, mariadbInstallDb, requireProgram } from '../boot/programs.mjs';
import { freePort } from './ports.js';
import { type OnDeath, SupervisedProcess } from './supervised-process.js';

export interface MariaDBOptions {
  /** Data, log, root password and pid file; made when missing. */
  readonly dir: string;
  readonly port?: number;
  /** More options of mariadbd. */
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
  readonly onDeath?: OnDeath | undefined;
}

/** A database server of its own; `url` is that of root. `restart` keeps port, password and data. */
export type MariaDB = SupervisedProcess & { readonly url: string };

/** Starts one MariaDB on the loopback, with the data in `dir`. It is as durable as in production: tests kill it. */
export async function startMariaDB(options: MariaDBOptions): Promise<MariaDB> {
  const { dir, args = [], env = process.env, signal, onDeath } = options;
  // A server that starts removes every temporary table in this folder, so it must be its own: /tmp would be everybody's. This is
  // also true of the server that runs for a moment to make the system tables.
  const temporaryFolder = join(dir, 'tmp');
  mkdirSync(temporaryFolder, { recursive: true, mode: 0o700 });
  const pidFolder = join(dir, 'run');
  await endOrphans(pidFolder);
  const port = options.port ?? (await freePort());
  const command = requireProgram(mariadbd, env);
  await initialise({ dir, env: { ...env, TMPDIR: temporaryFolder }, pidFolder, signal });
  const password = rootPassword(dir);
  const url = `mysql://root:${password}@127.0.0.1:${port}/`;
  const server = await SupervisedProcess.start({
    name: 'mariadb',
    command,
    args: [
      '--no-defaults',
      ...asRoot(),
      `--datadir=${join(dir, 'data')}`,
      `--tmpdir=${temporaryFolder}`,
      `--init-file=${writeInitFile(dir, password)}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      // No socket file: its path may be 107 bytes long at most, and checkouts lie deeper.
      '--socket=',
      '--skip-name-resolve',
      '--max-connections=600',
      '--character-set-server=utf8mb4',
      '--collation-server=utf8mb4_unicode_ci',
      '--innodb-flush-log-at-trx-commit=1',
      ...args,
    ],
    cwd: dir,
    env,
    pidFolder,
    logFile: join(dir, 'mariadb.log'),
    isReady: () => answersAsDatabase(url),
    readyTimeoutMs: 60_000,
    signal,
    onDeath,
  });
  return Object.assign(server, { url });
}

interface InitialiseOptions {
  readonly dir: string;
  readonly env: NodeJS.ProcessEnv;
  readonly pidFolder: string;
  readonly signal: AbortSignal | undefined;
}

/** Makes the system tables beside the final place and renames them, so that a killed run leaves nothing half-made. */
async function initialise({ dir, env, pidFolder, signal }: InitialiseOptions): Promise<void> {
  if (existsSync(join(dir, 'data'))) return;
  const command = requireProgram(mariadbInstallDb, env);
  const workFolder = join(dir, 'new');
  rmSync(workFolder, { recursive: true, force: true });
  mkdirSync(workFolder);
  const { code, output } = await runToEnd({
    name: 'mariadb-install-db',
    command,
    // A relative path, because the script stumbles over a space in a checkout's.
    args: [
      ...['--no-defaults', ...asRoot(), '--datadir=./new'],
      ...['--auth-root-authentication-method=normal', '--skip-test-db'],
    ],
    cwd: dir,
    env,
    pidFolder,
    timeoutMs: 120_000,
    signal,
  });
  if (code !== 0) throw new Problem('MariaDB could not make its data folder: see below.', output.slice(-2_000));
  renameSync(workFolder, join(dir, 'data'));
}

function asRoot(): string[] {
  return process.getuid?.() === 0 ? ['--user=root'] : [];
}

/** Random, because everybody on this machine can reach a loopback port. */
function rootPassword(dir: string): string {
  const file = join(dir, 'root-password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(18).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

/** Runs before the server listens, at every start. */
function writeInitFile(dir: string, password: string): string {
  const file = join(dir, 'init.sql');
  const accounts = ["'root'@'localhost'", "'root'@'127.0.0.1'", "'root'@'::1'"];
  writeFileSync(
    file,
    accounts.map((account) => `ALTER USER IF EXISTS ${account} IDENTIFIED BY '${password}';\n`).join(''),
    {
      mode: 0o600,
    },
  );
  return file;
}

/** True when the URL's user is let in. */
export async function answersAsDatabase(url: string): Promise<boolean> {
  try {
    const connection = await createConnection({ uri: url, connectTimeout: 2_000 });
    await connection.end();
    return true;
  } catch {
    return false;
  }
}
