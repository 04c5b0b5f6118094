import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { dataLayout } from './data-layout.mjs';
import { onInterrupt } from './interrupt.mjs';
import { kafkaClassPath, kafkaJarFolder } from './kafka-jars.mjs';
import { acquireLock } from './lock.mjs';
import { prepare } from './prepare.mjs';
import { installMissingPrograms, java, mariadbd, mariadbInstallDb, maven } from './programs.mjs';
import { reset } from './reset.mjs';
import { testScope } from './test-scope.mjs';

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
 * Prepares the checkout and runs the compiled command; `reset` needs nothing compiled. Sets the exit code; whatever goes wrong is told.
 *
 * @param {string} command @param {string[]} args
 */
export async function launch(command, args) {
  const startedAt = performance.now();
  const signal = onInterrupt();
  await telling(signal, async () => {
    if (command === 'reset') {
      await reset(dataFolder);
      return out('All data of this checkout is gone; `npm start` begins anew.');
    }
    const release = await acquireLock(join(dataFolder, 'locks'), command, {
      waitMs: 1_000,
      refusal: (pid) =>
        `\`npm ${command}\` already runs in this checkout (process ${pid}): end it first, or use a second clone beside this one.`,
    });
    try {
      if (command !== 'test' || testScope(root, args).needsServers) await requirePrograms(signal);
      await prepare({ root, dataFolder, signal, out });
      const path = modules[/** @type {keyof typeof modules} */ (command)];
      const module = await import(pathToFileURL(join(root, path)).href);
      process.exitCode = await module[command]({ root, dataFolder, signal, out, startedAt, args });
    } finally {
      release();
    }
  });
}

/**
 * What the servers of this machine need is told, installed or fetched before anything is built.
 *
 * @param {AbortSignal} signal
 */
async function requirePrograms(signal) {
  const { env } = process;
  const options = { env, out, signal, pidFolder: dataLayout(dataFolder).installPids };
  await installMissingPrograms(
    [
      ...(env.DATABASE_URL ? [] : [mariadbd, mariadbInstallDb]),
      ...(env.KAFKA_BROKERS ? [] : [java, ...(existsSync(kafkaJarFolder(env)) ? [] : [maven])]),
    ],
    options,
  );
  if (!env.KAFKA_BROKERS) await kafkaClassPath(options);
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
