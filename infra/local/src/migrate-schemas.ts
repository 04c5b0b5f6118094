import { join } from 'node:path';
import { Problem } from '../boot/problem.mjs';
import { runToEnd } from '../boot/processes.mjs';
import type { SchemaAdmin } from './schema-admin.js';
import { inheritedEnv } from './service-process.js';
import type { ServiceEntry } from './services.js';
import { together } from './together.js';

export interface MigrateSchemasOptions {
  readonly services: readonly ServiceEntry[];
  readonly admin: SchemaAdmin;
  /** Where the services' folders are. */
  readonly root: string;
  readonly pidFolder: string;
  readonly signal?: AbortSignal | undefined;
}

/** Brings every service's schema up to date, at the same time. Gives the URL of each service's runtime user by its name. */
export async function migrateSchemas(options: MigrateSchemasOptions): Promise<Record<string, string>> {
  const { services, admin, root, pidFolder, signal } = options;
  const prepared = await together(
    services
      .filter((entry) => entry.hasSchema)
      .map(({ name, folder }) => async (signal: AbortSignal) => {
        const schema = await admin.create(name);
        const cwd = join(root, folder);
        await migrate({ service: name, folder: cwd, databaseUrl: schema.ownerUrl, pidFolder, signal });
        await admin.grant(name, join(cwd, 'grants.sql'));
        return [name, schema.runtimeUrl] as const;
      }),
    signal,
  );
  return Object.fromEntries(prepared);
}

interface MigrateOptions {
  readonly service: string;
  /** The service's folder. */
  readonly folder: string;
  /** The schema as its owner. */
  readonly databaseUrl: string;
  readonly pidFolder: string;
  readonly signal?: AbortSignal | undefined;
}

/** Runs a service's own migrations in a process of its own. */
async function migrate({ service, folder, databaseUrl, pidFolder, signal }: MigrateOptions): Promise<void> {
  const { code, output } = await runToEnd({
    name: `migrations of ${service}`,
    command: process.execPath,
    args: ['dist/src/migrate.js'],
    cwd: folder,
    env: { ...inheritedEnv(), NODE_ENV: 'development', DATABASE_URL: databaseUrl },
    pidFolder,
    timeoutMs: 120_000,
    signal,
  });
  if (code === 0) return;
  throw new Problem(
    `The migrations of ${service} failed: see below; \`npm run reset\` (in containers \`docker compose down -v\`) begins with empty data (${join(folder, 'src/migrations')}).`,
    output.split('\n').slice(-15).join('\n'),
  );
}
