import { once } from 'node:events';
import type { Problem } from '../boot/problem.mjs';
import type { CommandContext } from './command.js';
import { startPlatform } from './platform.js';
import { summary } from './summary.js';

/** `npm start`: runs the platform until Ctrl-C, or until one of its processes dies. Gives the exit code. */
export async function start({ dataFolder, signal, out, startedAt }: CommandContext): Promise<number> {
  const died = new AbortController();
  let death: Problem | undefined;
  const ended = AbortSignal.any([signal, died.signal]);
  const starting = startPlatform({
    dataDir: dataFolder,
    databaseUrl: process.env.DATABASE_URL,
    kafkaBrokers: process.env.KAFKA_BROKERS,
    out,
    signal: ended,
    onDeath: (problem) => {
      death ??= problem;
      died.abort();
    },
  });
  // What died first is the reason, not whoever waited for it.
  const platform = await starting.catch((error: unknown) => Promise.reject(death ?? error));
  out(summary(platform.description, (performance.now() - startedAt) / 1000));
  if (!ended.aborted) await once(ended, 'abort');
  out('\nEnding the platform …');
  await platform.stop();
  if (death !== undefined) throw death;
  out('Everything that was started has ended. The data stays; `npm start` goes on with it, `npm run reset` wipes it.');
  return 0;
}
