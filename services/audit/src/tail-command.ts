import { userInfo } from 'node:os';
import { systemCtx } from '@genkan/call/system-ctx';
import { type Clock, clockFromEnv, clockVariables } from '@genkan/config/clock';
import { list, secretUrl } from '@genkan/config/env';
import { systemIds } from '@genkan/config/ids';
import { loadConfig } from '@genkan/config/load-config';
import { PLATFORM_SCOPE } from '@genkan/contracts/activity';
import { tailOpened } from '@genkan/contracts/audit/activities';
import { systemActor } from '@genkan/contracts/call-context';
import { tailTopics } from '@genkan/messaging/kafka-tail';
import { createOutboxWriter } from '@genkan/messaging/outbox-writer';
import { createTransact } from '@genkan/messaging/transact';
import { createLogger } from '@genkan/observability/logger';
import { createDataSource } from '@genkan/persistence/data-source';
import { z } from 'zod';
import { recordOf } from './ingest/compose-ingest.js';
import { entities, migrations } from './schema.js';
import { topics } from './subscriptions.js';
import { type TailArguments, tailArguments, usage } from './tail/tail-arguments.js';
import { passes } from './tail/tail-filter.js';
import { tailJson, tailLine } from './tail/tail-line.js';

const environment = z.object({
  DATABASE_URL: secretUrl({ protocols: ['mysql:'] }).describe('Schema of audit, to record that the tail was opened'),
  KAFKA_BROKERS: list().describe('Brokers as host:port, separated by commas'),
  ...clockVariables,
});

/** Ids that are remembered to mark doubles. */
const REMEMBERED = 10_000;

/** Writes audit's own event before the first record is shown: looking leaves a trace too. */
async function recordOpening(url: string, clock: Clock, { filter, since }: TailArguments): Promise<void> {
  const dataSource = await createDataSource({ url, entities, migrations, poolSize: 1 });
  try {
    const transact = createTransact({ dataSource, outbox: createOutboxWriter({ service: 'audit', ids: systemIds }) });
    await transact(systemCtx({ clock, ids: systemIds }), async (tx) => {
      tx.emit(tailOpened, {
        scope: PLATFORM_SCOPE,
        resource: { id: 'topics' },
        actor: { ...systemActor, type: 'operator', id: userInfo().username.slice(0, 64) },
        facts: { filters: { ...filter }, since: since?.toISOString() ?? null },
      });
    });
  } finally {
    await dataSource.destroy();
  }
}

/** Ends by a signal, or quietly when nobody reads any more, as in `| head -1`. */
function whenEnded(): AbortSignal {
  const ended = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ended.abort());
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    ended.abort();
  });
  return ended.signal;
}

async function main(): Promise<void> {
  const clock = clockFromEnv(process.env);
  const chosen = tailArguments(process.argv.slice(2), clock.now());
  if (chosen === 'help') return console.log(usage);
  const ended = whenEnded();
  const config = loadConfig(environment, process.env);
  await recordOpening(config.DATABASE_URL.reveal(), clock, chosen);

  const seen = new Set<string>();
  await tailTopics(
    {
      brokers: config.KAFKA_BROKERS,
      clientId: 'audit-tail',
      logger: createLogger({ service: 'audit-tail', level: 'error' }),
      prefix: topics.prefix,
      since: chosen.since,
      onMessage: (message) => {
        const record = recordOf(message, clock.now());
        const id = `${record.source} ${record.eventId}`;
        const isDouble = seen.has(id);
        seen.add(id);
        if (seen.size > REMEMBERED) seen.delete(seen.values().next().value ?? '');
        if (passes(record, chosen.filter)) console.log((chosen.isJson ? tailJson : tailLine)(record, isDouble));
      },
    },
    ended,
  );
}

await main().catch((error: Error) => {
  console.error(`${error.message}\n${usage}`);
  process.exitCode = 1;
});
