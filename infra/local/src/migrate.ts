import { join } from 'node:path';
import { Problem } from '../boot/problem.mjs';
import { runToEnd } from '../boot/run-to-end.mjs';
import { inheritedEnv } from './inherited-env.js';

export interface MigrateOptions {
  readonly service: string;
  /** The service's folder. */
  readonly folder: string;
  /** The schema as its owner. */
  readonly databaseUrl: string;
  readonly ticketFolder: string;
  readonly signal?: AbortSignal | undefined;
}

/** Runs a service's own migrations in a process of its own. */
export async function migrate({ service, folder, databaseUrl, ticketFolder, signal }: MigrateOptions): Promise<void> {
  const { code, output } = await runToEnd({
    name: `migrations of ${service}`,
    command: process.execPath,
    args: ['dist/src/migrate.js'],
    cwd: folder,
    env: { ...inheritedEnv(), NODE_ENV: 'development', DATABASE_URL: databaseUrl },
    ticketFolder,
    timeoutMs: 120_000,
    signal,
  });
  if (code === 0) return;
  throw new Problem(
    `The migrations of ${service} failed: see below; \`npm run reset\` (in containers \`docker compose down -v\`) begins with empty data (${join(folder, 'src/migrations')}).`,
    output.split('\n').slice(-15).join('\n'),
  );
}
