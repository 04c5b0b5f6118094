import { once } from 'node:events';
import type { CommandContext } from './command.js';
import { startPlatform } from './platform.js';
import { writePlatformDescription } from './platform-description.js';
import { Rebuilds } from './rebuilds.js';
import { Restarts } from './restarts.js';
import type { RunningPlatform } from './running-platform.js';
import { summary } from './summary.js';

/**
 * `npm start`: runs the platform until Ctrl-C. What dies is started again. `npm run dev` (`--watch`) also restarts a service when its code
 * changes. Gives the exit code.
 */
export async function start({ root, dataFolder, signal, out, startedAt, args }: CommandContext): Promise<number> {
  let platform: RunningPlatform | undefined;
  const onRestarted = () => {
    if (platform !== undefined) writePlatformDescription(dataFolder, platform.description);
  };
  const restarts = new Restarts({ out, signal, onRestarted });
  platform = await startPlatform({
    dataDir: dataFolder,
    databaseUrl: process.env.DATABASE_URL,
    kafkaBrokers: process.env.KAFKA_BROKERS,
    out,
    signal,
    onDeath: (_, dead) => restarts.revive(dead),
  });
  const rebuilds = args.includes('--watch')
    ? new Rebuilds({ root, dataFolder, platform, out, signal, onRestarted })
    : undefined;
  out(summary(platform.description, (performance.now() - startedAt) / 1000));
  if (rebuilds !== undefined) out('  A service restarts when its code, or a package that it uses, changes.\n');
  if (!signal.aborted) await once(signal, 'abort');
  out('\nEnding the platform …');
  await Promise.all([restarts.settled(), rebuilds?.settled()]);
  await platform.stop();
  out('Everything that was started has ended. The data stays; `npm start` goes on with it, `npm run reset` wipes it.');
  return 0;
}
