import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from './problem.mjs';
import { runToEnd } from './processes.mjs';

/** @typedef {Record<string, { version?: string, optional?: boolean, link?: boolean }>} Packages */

/**
 * npm keeps a copy of the lock file inside node_modules, written when an installation is complete: it is the truth about what
 * is installed, also after the developer's own `npm install`.
 *
 * @param {string} root
 */
export function areDependenciesInstalled(root) {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const installed = packagesOf(installedList(root));
  if (wanted === undefined)
    throw new Problem('package-lock.json is missing: run this in a full clone of the repository.');
  if (installed === undefined) return false;
  return Object.entries(wanted)
    .filter(([path, entry]) => path.includes('node_modules/') && !entry.optional)
    .every(([path, entry]) => {
      const found = installed[path];
      return found !== undefined && found.version === entry.version && found.link === entry.link;
    });
}

/** npm writes it last. @param {string} root */
function installedList(root) {
  return join(root, 'node_modules', '.package-lock.json');
}

/** @param {string} file @returns {Packages | undefined} */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/**
 * The npm command that brings what the lock file says and leaves the file alone: `npm ci` where no installation was ever completed (a
 * fresh clone, an interrupted one), else an `npm install` that touches only what changed. `npm ci` would first empty `node_modules`,
 * under the feet of a platform that runs from it.
 *
 * @param {string} root
 */
export function installCommand(root) {
  return existsSync(installedList(root)) ? ['install', '--no-save'] : ['ci'];
}

/** @param {{ root: string, pidFolder: string, signal?: AbortSignal, out: (line: string) => void }} options */
export async function installDependencies({ root, pidFolder, signal, out }) {
  out('Installing the npm packages of package-lock.json …');
  const command = installCommand(root);
  const name = `npm ${command[0]}`;
  const { code, output } = await runToEnd({
    name,
    ...npm([...command, '--no-audit', '--no-fund', ...networkLimits]),
    cwd: root,
    pidFolder,
    signal,
    timeoutMs: 15 * 60_000,
    out,
  });
  if (code === 127)
    throw new Problem('npm is missing: it comes with Node.js from https://nodejs.org, so install that again.');
  if (code !== 0) {
    throw new Problem(`${name} failed: see below, check the network and run the same command again.`, errorsOf(output));
  }
}

/** A registry that does not answer is given up after a minute; npm's own limits are five minutes, three times over. */
const networkLimits = ['--fetch-timeout=30000', '--fetch-retries=1', '--fetch-retry-mintimeout=2000'];

/** npm tells its own path to what it runs; a plain `node infra/local/start.mjs` finds it on the path. @param {string[]} args */
function npm(args) {
  const path = process.env.npm_execpath;
  return path?.endsWith('.js') ? { command: process.execPath, args: [path, ...args] } : { command: 'npm', args };
}

/** npm's last lines are general advice; what is wrong comes first. @param {string} output */
function errorsOf(output) {
  const lines = output.split('\n').filter((line) => line.startsWith('npm error'));
  return lines.slice(0, 15).join('\n');
}
