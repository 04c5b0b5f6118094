import type { Logger } from '@genkan/observability/logger';
import type { Logger as OrmLogger } from 'typeorm';

/** Logs what is worth a line of typeorm's, never parameters: they hold personal data. The code that catches an error logs it. */
export function ormLogger(logger: Logger | undefined): OrmLogger {
  return {
    logQuery: () => {},
    logQueryError: () => {},
    logQuerySlow: (ms, sql) => logger?.warn({ ms, sql }, 'slow statement'),
    logSchemaBuild: () => {},
    logMigration: () => {},
    log: (level, message) => level === 'warn' && logger?.warn({ detail: String(message) }, 'database connection'),
  };
}
