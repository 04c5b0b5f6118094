import { join } from 'node:path';
import { dataLayout } from './data-layout.mjs';
import { areDependenciesInstalled, installDependencies } from './dependencies.mjs';
import { acquireLock } from './lock.mjs';
import { Problem } from './problem.mjs';
import { endOrphans, runToEnd } from './processes.mjs';
import { pruneStaleOutput } from './stale-output.mjs';

/**
 * Brings a checkout, be it a fresh clone, to the point where its compiled code runs: packages installed, everything built.
 *
 * @param {{ root: string, dataFolder: string, signal: AbortSignal, out: (line: string) => void }} options
 */
export async function prepare({ root, dataFolder, signal, out }) {
  const { locks, preparePids: pidFolder } = dataLayout(dataFolder);
  const release = await acquireLock(locks, 'prepare', {
    waitMs: 10 * 60_000,
    refusal: (pid) =>
      `Process ${pid} has been building this checkout for 10 minutes: end it and run the same command again.`,
  });
  try {
    await endOrphans(pidFolder);
    if (!areDependenciesInstalled(root)) await installDependencies({ root, pidFolder, signal, out });
    pruneStaleOutput(root);
    await build({ root, pidFolder, signal, out });
  } finally {
    release();
  }
}

/** @param {{ root: string, pidFolder: string, signal: AbortSignal, out: (line: string) => void }} options */
async function build({ root, pidFolder, signal, out }) {
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
    pidFolder,
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
