import { accessSync, constants } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { Problem } from './problem.mjs';
import { runToEnd } from './processes.mjs';

/**
 * @typedef {object} Program a program that the backing services need, and how a person gets it
 * @property {string} name
 * @property {readonly (readonly string[])[]} packages Debian's; where one has several names, all of them, the best first
 * @property {string} remedy one sentence: what is missing and what to do
 */

const mariadbRemedy =
  'MariaDB is missing: install it (Debian, Ubuntu: `sudo apt-get install mariadb-server-core mariadb-client-core`; macOS: ' +
  '`brew install mariadb`), or name a running MySQL or MariaDB in DATABASE_URL.';
const mariadbPackages = [['mariadb-server-core'], ['mariadb-client-core']];

/** @type {Program} */
export const mariadbd = { name: 'mariadbd', packages: mariadbPackages, remedy: mariadbRemedy };
/** @type {Program} */
export const mariadbInstallDb = { name: 'mariadb-install-db', packages: mariadbPackages, remedy: mariadbRemedy };

/** @type {Program} */
export const java = {
  name: 'java',
  packages: [['openjdk-17-jre-headless', 'openjdk-21-jre-headless', 'default-jre-headless']],
  remedy:
    'Java, on which Apache Kafka runs, is missing: install version 17 or newer (Debian, Ubuntu: `sudo apt-get install ' +
    'openjdk-17-jre-headless`; macOS: `brew install openjdk`), or name running brokers in KAFKA_BROKERS.',
};

/** @type {Program} */
export const maven = {
  name: 'mvn',
  packages: [['maven']],
  remedy:
    'Maven, which fetches Apache Kafka, is missing: install it (Debian, Ubuntu: `sudo apt-get install maven`; macOS: ' +
    '`brew install maven`), or name running brokers in KAFKA_BROKERS.',
};

/** @type {Program} */
const aptGet = { name: 'apt-get', packages: [], remedy: '' };

/**
 * The program's full path, or undefined. Beside each `bin` of the path its `sbin` is searched: users' paths often lack it.
 *
 * @param {Program} program @param {NodeJS.ProcessEnv} env
 */
export function findProgram(program, env) {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders
    .flatMap((folder) => (basename(folder) === 'bin' ? [folder, join(dirname(folder), 'sbin')] : [folder]))
    .map((folder) => join(folder, program.name))
    .find(isExecutable);
}

/**
 * Like `findProgram`, but throws the program's remedy when it is missing.
 *
 * @param {Program} program @param {NodeJS.ProcessEnv} env
 */
export function requireProgram(program, env) {
  const path = findProgram(program, env);
  if (path === undefined) throw new Problem(program.remedy);
  return path;
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * @typedef {object} InstallOptions
 * @property {NodeJS.ProcessEnv} env
 * @property {string} pidFolder
 * @property {(line: string) => void} out
 * @property {AbortSignal} [signal]
 * @property {boolean} [isRoot] only root may install
 */

/**
 * Installs Debian's packages of the programs that are not on the path, where that is possible; else throws all remedies at once.
 *
 * @param {readonly Program[]} programs @param {InstallOptions} options
 */
export async function installMissingPrograms(programs, options) {
  const { env, pidFolder, out, signal, isRoot = process.getuid?.() === 0 } = options;
  const missing = programs.filter((program) => findProgram(program, env) === undefined);
  if (missing.length === 0) return;
  const remedies = [...new Set(missing.map((program) => program.remedy))].join('\n✗ ');
  const command = findProgram(aptGet, env);
  if (command === undefined || !isRoot) throw new Problem(remedies);

  /** @param {string[]} args */
  const apt = (...args) =>
    runToEnd({
      name: 'apt-get',
      command,
      args: ['-q', '-o', 'DPkg::Lock::Timeout=120', ...networkLimits, ...args],
      env: { ...env, DEBIAN_FRONTEND: 'noninteractive' },
      pidFolder,
      timeoutMs: 10 * 60_000,
      signal,
      out,
    });
  /** @param {string[]} args */
  const install = (...args) => apt('install', '--no-install-recommends', ...args);

  out(`Installing Debian's packages for ${missing.map((program) => program.name).join(', ')} …`);
  // One unreachable source fails the update and may not matter; the installation tells.
  await apt('update');
  const names = new Set();
  for (const alternatives of missing.flatMap((program) => program.packages)) {
    const available = await firstThat(alternatives, async (name) => (await install('--simulate', name)).code === 0);
    if (available === undefined) throw new Problem(remedies, `apt-get offers none of: ${alternatives.join(', ')}`);
    names.add(available);
  }
  const { code, output } = await install('-y', ...names);
  if (code !== 0) throw new Problem(remedies, output.slice(-2_000));
}

/** A mirror that does not answer is given up after 40 s, not after minutes. */
const networkLimits = ['http', 'https'].flatMap((scheme) => ['-o', `Acquire::${scheme}::Timeout=20`]);
networkLimits.push('-o', 'Acquire::Retries=1');

/**
 * @param {readonly string[]} items
 * @param {(item: string) => Promise<boolean>} test
 */
async function firstThat(items, test) {
  for (const item of items) if (await test(item)) return item;
  return undefined;
}
