import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dataLayout, pidFolders } from '../boot/data-layout.mjs';
import { endOrphans, runToEnd, runVariable } from '../boot/processes.mjs';
import { testScope } from '../boot/test-scope.mjs';
import type { CommandContext } from './command.js';
import { startTestServers } from './test-servers.js';
import { TestTotals } from './test-totals.js';

/**
 * `npm test` and `npm run test:deep`: the tests of the workspaces that were asked for, on a real database and a real broker where one of them needs
 * them, beside a running platform if there is one. Whatever they start ends with this command. Gives the exit code.
 */
export async function test({ root, dataFolder, signal, out, args }: CommandContext): Promise<number> {
  const { task, turboArgs, keepsServers, needsServers } = testScope(root, args);
  const dir = join(dataFolder, 'test');
  const { servicePids } = dataLayout(dir);
  await endOrphans(servicePids);
  const run = randomUUID();
  const endRun = startWatchdog(run, keepsServers || !needsServers ? [servicePids] : pidFolders(dir));
  const env = { ...process.env, [runVariable]: [process.env[runVariable], run].join() };
  const totals = new TestTotals();
  try {
    const servers = needsServers ? await startServers() : undefined;
    try {
      const { code } = await runToEnd({
        name: `turbo run ${task}`,
        command: process.execPath,
        args: [
          join(root, 'node_modules', 'turbo', 'bin', 'turbo'),
          ...['run', task, '--concurrency=2', '--continue', '--ui=stream', '--log-order=grouped'],
          ...turboArgs,
        ],
        cwd: root,
        env: {
          ...env,
          ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}),
          TURBO_TELEMETRY_DISABLED: '1',
          TURBO_NO_UPDATE_NOTIFIER: '1',
          DATABASE_URL: servers?.databaseUrl,
          KAFKA_BROKERS: servers?.kafkaBrokers,
        },
        pidFolder: servicePids,
        timeoutMs: 30 * 60_000,
        signal,
        onLine: (line) => {
          totals.read(line);
          out(line);
        },
      });
      return code;
    } finally {
      await servers?.stop();
      out(`\n${totals}`);
    }
  } finally {
    await endRun();
  }

  async function startServers() {
    out('Starting the database and the broker …');
    const { DATABASE_URL: databaseUrl, KAFKA_BROKERS: kafkaBrokers } = process.env;
    return await startTestServers({ dir, databaseUrl, kafkaBrokers, out, signal }, keepsServers);
  }
}

/** Starts what ends the run's processes once this one has ended, be it by SIGKILL. The function that it gives ends them now. */
function startWatchdog(run: string, pidFolders: readonly string[]): () => Promise<void> {
  const program = fileURLToPath(new URL('../boot/watchdog.mjs', import.meta.url));
  const watchdog = spawn(process.execPath, [program, run, ...pidFolders], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  return async () => {
    watchdog.stdin?.end();
    if (watchdog.exitCode === null) await once(watchdog, 'exit');
  };
}
