import type { Logger } from '@genkan/observability/logger';
import type { Logger as OrmLogger } from 'typeorm';

/** Takes what is worth a line from typeorm. Never the parameters: they hold personal data. Errors are their catcher's. */
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
