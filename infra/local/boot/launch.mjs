import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { onInterrupt } from './interrupt.mjs';
import { acquireLock } from './lock.mjs';
import { prepare } from './prepare.mjs';
import { reset } from './reset.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const dataFolder = join(root, '.genkan');
const out = console.log;

/** Where each command is, once the checkout is built. */
const modules = {
  start: 'infra/local/dist/src/start.js',
  test: 'infra/local/dist/src/test.js',
  bench: 'infra/bench/dist/src/bench.js',
};

/**
 * Prepares the checkout and runs the compiled command. Sets the exit code; whatever goes wrong is told.
 *
 * @param {keyof typeof modules} command
 */
export async function launch(command) {
  const startedAt = performance.now();
  const signal = onInterrupt();
  await telling(signal, async () => {
    const release = await acquireLock(join(dataFolder, 'locks'), command, {
      waitMs: 1_000,
      refusal: (pid) =>
        `\`npm ${command}\` already runs in this checkout (process ${pid}): end it first, or use a second clone beside this one.`,
    });
    try {
      await prepare({ root, dataFolder, signal, out });
      const module = await import(pathToFileURL(join(root, modules[command])).href);
      process.exitCode = await module[command]({
        root,
        dataFolder,
        signal,
        out,
        startedAt,
        args: process.argv.slice(2),
      });
    } finally {
      release();
    }
  });
}

/** Wipes the data of this checkout. */
export async function launchReset() {
  await telling(onInterrupt(), async () => {
    await reset(dataFolder);
    out('All data of this checkout is gone; `npm start` begins anew.');
  });
}

/** @param {AbortSignal} signal @param {() => Promise<void>} work */
async function telling(signal, work) {
  try {
    await work();
  } catch (error) {
    process.exitCode = signal.aborted ? 130 : 1;
    if (signal.aborted) out('Interrupted: everything that was started has been ended.');
    // Compiled code throws its own copy of the class, so the name decides.
    else if (error instanceof Error && error.name === 'Problem') {
      console.error(`\n✗ ${error.message}`);
      const { details } = /** @type {import('./problem.mjs').Problem} */ (error);
      if (details) console.error(`\n${details}`);
    } else console.error(error);
  }
}
