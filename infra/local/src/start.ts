import { once } from 'node:events';
import type { Problem } from '../boot/problem.mjs';
import type { CommandContext } from './command.js';
import { startPlatform } from './platform.js';
import { summary } from './summary.js';

/** `npm start`: runs the platform until Ctrl-C, or until one of its processes dies. Gives the exit code. */
export async function start({ dataFolder, signal, out, startedAt }: CommandContext): Promise<number> {
  let reportDeath: (problem: Problem) => void = () => {};
  const death = new Promise<Problem>((resolve) => {
    reportDeath = resolve;
  });
  const platform = await startPlatform({
    dataDir: dataFolder,
    databaseUrl: process.env.DATABASE_URL,
    kafkaBrokers: process.env.KAFKA_BROKERS,
    out,
    signal,
    onDeath: (problem) => reportDeath(problem),
  });
  out(summary(platform.description, (performance.now() - startedAt) / 1000));
  const interrupted = signal.aborted ? Promise.resolve() : once(signal, 'abort');
  const problem = await Promise.race([death, interrupted.then(() => undefined)]);
  out('\nEnding the platform …');
  await platform.stop();
  if (problem !== undefined) throw problem;
  out('Everything that was started has ended. The data stays; `npm start` goes on with it, `npm run reset` wipes it.');
  return 0;
}
