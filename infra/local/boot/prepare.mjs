import { join } from 'node:path';
import { dataLayout } from './data-layout.mjs';
import { areDependenciesInstalled, installDependencies } from './dependencies.mjs';
import { endLeftovers } from './leftovers.mjs';
import { acquireLock } from './lock.mjs';
import { Problem } from './problem.mjs';
import { runToEnd } from './run-to-end.mjs';
import { pruneStaleOutput } from './stale-output.mjs';

/**
 * Brings a checkout, be it a fresh clone, to the point where its compiled code runs: packages installed, everything built.
 *
 * @param {{ root: string, dataFolder: string, signal: AbortSignal, out: (line: string) => void }} options
 */
export async function prepare({ root, dataFolder, signal, out }) {
  const { locks, prepareTickets: ticketFolder } = dataLayout(dataFolder);
  const release = await acquireLock(locks, 'prepare', {
    waitMs: 10 * 60_000,
    refusal: (pid) =>
      `Process ${pid} has been building this checkout for 10 minutes: end it and run the same command again.`,
  });
  try {
    await endLeftovers(ticketFolder);
    if (!areDependenciesInstalled(root)) await installDependencies({ root, ticketFolder, signal, out });
    pruneStaleOutput(root);
    await build({ root, ticketFolder, signal, out });
  } finally {
    release();
  }
}

/** @param {{ root: string, ticketFolder: string, signal: AbortSignal, out: (line: string) => void }} options */
async function build({ root, ticketFolder, signal, out }) {
  const { code, output } = await runToEnd({
    name: 'turbo run build',
    command: process.execPath,
    args: [
      join(root, 'node_modules', 'turbo', 'bin', 'turbo'),
      'run',
      'build',
      '--output-logs=new-only',
      '--ui=stream',
    ],
    cwd: root,
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1' },
    ticketFolder,
    signal,
    timeoutMs: 15 * 60_000,
    onLine: (line) => {
      const built = /^(\S+):build: cache miss/.exec(line);
      if (built) out(`Building ${built[1]} …`);
    },
  });
  if (code !== 0) throw new Problem('The build failed: mend what the compiler says below.', errorsOf(output));
}

/** @param {string} output */
function errorsOf(output) {
  const lines = output.split('\n');
  const errors = lines.filter((line) => line.includes('error TS'));
  return errors.length > 0 ? errors.slice(0, 30).join('\n') : lines.slice(-30).join('\n');
}
