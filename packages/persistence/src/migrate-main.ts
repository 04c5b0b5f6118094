import { databaseVariables } from '@genkan/config/backing-variables';
import { type Environment, loadConfig } from '@genkan/config/load-config';
import { createLogger } from '@genkan/observability/logger';
import { z } from 'zod';
import { checkDrift } from './check-drift.js';
import { createDataSource, type DataSourceSettings } from './data-source.js';
import { runMigrations } from './migrate.js';

export interface MigrateMainSettings extends Pick<DataSourceSettings, 'entities' | 'migrations'> {
  /** For the log. */
  readonly service: string;
  /** DATABASE_URL names the schema and a user that may change it. */
  readonly env: Environment;
}

/** The variable that a migration process reads. */
export const migrateVariables = {
  DATABASE_URL: databaseVariables.DATABASE_URL.describe('Schema of this service and a user that may change it'),
};

/**
 * The whole of a service's `src/migrate.ts`: migrates, then compares the database with the EntitySchemas. The exit code is 1
 * when a migration failed or a difference is left, and each difference is a line in the log. No statement has a time-out.
 *
 * @throws ConfigError when DATABASE_URL cannot be used
 */
export async function migrateMain({ service, entities, migrations, env }: MigrateMainSettings): Promise<void> {
  const url = loadConfig(z.object(migrateVariables), env).DATABASE_URL.reveal();
  const logger = createLogger({ service });
  try {
    const differences = await migrate({ url, entities, migrations, statementTimeoutMs: 0, waitMs: 0, logger });
    for (const difference of differences) logger.error({ difference }, 'database and EntitySchema differ');
    if (differences.length > 0) process.exitCode = 1;
    else logger.info('database is up to date');
  } catch (error) {
    logger.fatal({ err: error }, 'migration failed');
    process.exitCode = 1;
  }
}

async function migrate(settings: DataSourceSettings): Promise<string[]> {
  const dataSource = await createDataSource(settings);
  try {
    await runMigrations(dataSource, settings.logger);
    return await checkDrift(dataSource);
  } finally {
    await dataSource.destroy();
  }
}
