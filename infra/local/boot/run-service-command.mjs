import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dataLayout } from './data-layout.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * Runs a compiled command on this terminal while a platform runs, told what `npm start` told its service. Sets the exit code.
 *
 * @param {string} service `-` for a command of no service, which is told nothing
 * @param {string} command path of the compiled file in the checkout
 * @param {readonly string[]} args
 */
export async function runServiceCommand(service, command, args) {
  const told = environmentOf(service);
  if (told === undefined) {
    console.error('✗ No platform runs in this checkout: start one with `npm start` in another terminal.');
    process.exitCode = 1;
    return;
  }
  const child = spawn(process.execPath, [join(root, command), ...args], {
    stdio: 'inherit',
    env: { ...process.env, ...told },
  });
  // Ctrl-C reaches the command by itself, and this process must not leave before it.
  process.on('SIGINT', () => {});
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal));
  const [code] = await once(child, 'exit');
  process.exitCode = code ?? 1;
}

/** @param {string} service @returns {Record<string, string> | undefined} undefined when no platform runs */
function environmentOf(service) {
  try {
    const { pid, services } = JSON.parse(readFileSync(dataLayout(join(root, '.genkan')).platformFile, 'utf8'));
    // The file outlives a power cut, the process does not. In containers the platform is no process of ours.
    if (pid !== undefined) process.kill(pid, 0);
    return service === '-' ? {} : services[service].env;
  } catch {
    return undefined;
  }
}
