import type { Clock } from '@genkan/config/clock';
import { topicOf } from '@genkan/contracts/event';
import type { ServiceName } from '@genkan/contracts/service-name';
import { createOutboxWriter } from '@genkan/messaging/outbox-writer';
import { createRelay } from '@genkan/messaging/relay';
import { createTransact } from '@genkan/messaging/transact';
import { createDataSource, type DataSourceSettings } from '@genkan/persistence/data-source';
import { createNamedLock } from '@genkan/persistence/named-lock';
import { assemble } from './assemble.js';
import type { Frame } from './frame.js';
import type { FrameConfig } from './frame-config.js';
import type { Outside } from './outside.js';

export interface FrameSettings
  extends Pick<DataSourceSettings, 'entities' | 'migrations' | 'poolSize' | 'statementTimeoutMs'> {
  readonly service: ServiceName;
  readonly config: FrameConfig & { readonly PORT: number };
  readonly clock: Clock;
  readonly outside: Outside;
}

/**
 * Connects what every service has: database, outbox with its relay, events. Nothing runs in the background before the assembled
 * service is started.
 *
 * @throws the driver's error when the database cannot be reached
 */
export async function createFrame(settings: FrameSettings): Promise<Frame> {
  const { service, config, clock, outside, entities, migrations, poolSize, statementTimeoutMs } = settings;
  const { logger, metrics } = outside;
  const url = config.DATABASE_URL.reveal();
  const open = (size: number | undefined) =>
    createDataSource({
      url,
      entities,
      migrations,
      logger,
      ...(size === undefined ? {} : { poolSize: size }),
      ...(statementTimeoutMs === undefined ? {} : { statementTimeoutMs }),
    });
  const dataSource = await open(poolSize);
  const pools = [dataSource];

  const publisher = outside.bus.publisher();
  const lock = createNamedLock({ url, name: `${dataSource.driver.database}:relay`, logger });
  const relay = createRelay({ dataSource, lock, publisher, topic: topicOf(service), logger });
  metrics.observed({
    name: 'genkan_outbox_oldest_seconds',
    help: 'Age of the oldest event that is not published',
    read: async () => (await relay.lag()).oldestAgeMs / 1_000,
  });
  const callbacks = [relay.wake];
  const wake = () => {
    for (const callback of callbacks) callback();
  };
  const outbox = createOutboxWriter({ service, ids: outside.ids });

  const frame: Frame = {
    ...outside,
    service,
    clock,
    dataSource,
    outbox,
    ready: async () => ({ database: (await dataSource.query('SELECT 1')).length === 1 }),
    transact: createTransact({ dataSource, outbox, relay: { wake } }),
    wake,
    onCommit: (callback) => callbacks.push(callback),
    async openPool(connections) {
      const pool = await open(connections);
      pools.push(pool);
      return pool;
    },
    assemble: (parts) =>
      assemble(parts, frame, config, {
        start: relay.start,
        async stop() {
          await relay.stop();
          await publisher.close();
          await Promise.all(pools.map((pool) => pool.destroy()));
        },
      }),
  };
  return frame;
}
