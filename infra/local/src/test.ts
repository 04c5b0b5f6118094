import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { dataLayout, ticketFolders } from '../boot/data-layout.mjs';
import { endLeftovers } from '../boot/leftovers.mjs';
import { runToEnd } from '../boot/run-to-end.mjs';
import { prepareBacking } from './backing.js';
import type { CommandContext } from './command.js';
import { TestTotals } from './test-totals.js';

/**
 * `npm test -- [workspace folders] [turbo's arguments]`: every workspace's tests on a real database and a real broker, beside a running platform if there
 * is one. Gives the exit code.
 */
export async function test({ root, dataFolder, signal, out, args }: CommandContext): Promise<number> {
  const dir = join(dataFolder, 'test');
  for (const folder of ticketFolders(dir)) await endLeftovers(folder);
  rmSync(dir, { recursive: true, force: true });
  out('Starting the database and the broker …');
  const { DATABASE_URL: databaseUrl, KAFKA_BROKERS: kafkaBrokers } = process.env;
  const backing = await prepareBacking({ dir, databaseUrl, kafkaBrokers, out, signal });
  const totals = new TestTotals();
  try {
    const { code } = await runToEnd({
      name: 'turbo run test',
      command: process.execPath,
      args: [
        join(root, 'node_modules', 'turbo', 'bin', 'turbo'),
        ...['run', 'test', '--concurrency=2', '--continue', '--ui=stream', '--log-order=grouped'],
        ...args.map((argument) => turboArgument(root, argument)),
      ],
      cwd: root,
      env: {
        ...process.env,
        ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}),
        TURBO_TELEMETRY_DISABLED: '1',
        TURBO_NO_UPDATE_NOTIFIER: '1',
        DATABASE_URL: backing.databaseUrl,
        KAFKA_BROKERS: backing.kafkaBrokers,
      },
      ticketFolder: dataLayout(dir).serviceTickets,
      timeoutMs: 30 * 60_000,
      signal,
      onLine: (line) => {
        totals.read(line);
        out(line);
      },
    });
    return code;
  } finally {
    await backing.stop();
    out(`\n${totals}`);
  }
}

/** A folder, such as `services/identity`, means the workspace in it. */
function turboArgument(root: string, argument: string): string {
  return !argument.startsWith('-') && existsSync(join(root, argument)) ? `--filter=./${argument}` : argument;
}
