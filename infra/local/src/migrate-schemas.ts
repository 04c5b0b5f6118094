import { join } from 'node:path';
import { migrate } from './migrate.js';
import type { SchemaAdmin } from './schema-admin.js';
import type { ServiceEntry } from './services.js';
import { together } from './together.js';

export interface MigrateSchemasOptions {
  readonly services: readonly ServiceEntry[];
  readonly admin: SchemaAdmin;
  /** Where the services' folders are. */
  readonly root: string;
  readonly ticketFolder: string;
  readonly signal?: AbortSignal | undefined;
}

/** Brings every service's schema up to date, at the same time. Gives the URL of each service's runtime user by its name. */
export async function migrateSchemas(options: MigrateSchemasOptions): Promise<Record<string, string>> {
  const { services, admin, root, ticketFolder, signal } = options;
  const prepared = await together(
    services
      .filter((entry) => entry.hasSchema)
      .map(({ name, folder }) => async (signal: AbortSignal) => {
        const schema = await admin.create(name);
        const cwd = join(root, folder);
        await migrate({ service: name, folder: cwd, databaseUrl: schema.ownerUrl, ticketFolder, signal });
        await admin.grant(name, join(cwd, 'grants.sql'));
        return [name, schema.runtimeUrl] as const;
      }),
    signal,
  );
  return Object.fromEntries(prepared);
}
