import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dataLayout } from './data-layout.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * Runs a compiled command of a service on this terminal, told what `npm start` told that service. Sets the exit code.
 *
 * @param {string} service
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

/** @param {string} service @returns {Record<string, string> | undefined} */
function environmentOf(service) {
  try {
    return JSON.parse(readFileSync(dataLayout(join(root, '.genkan')).platformFile, 'utf8')).services[service].env;
  } catch {
    return undefined;
  }
}
