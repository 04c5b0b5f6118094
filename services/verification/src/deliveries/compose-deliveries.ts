import type { Transact } from '@genkan/call/transaction';
import type { Clock } from '@genkan/config/clock';
import type { Ids } from '@genkan/config/ids';
import { createWakeUp } from '@genkan/messaging/wake-up';
import type { Logger } from '@genkan/observability/logger';
import type { Metrics } from '@genkan/observability/metrics';
import type { Job } from '@genkan/persistence/scheduler';
import type { Background } from '@genkan/service-kit/capability';
import type { DataSource } from 'typeorm';
import type { Protection } from '../protection.js';
import { createDeliver } from './deliver.js';
import type { Delivery } from './delivery.js';
import { mysqlDeliveryRepository } from './delivery-repository.js';
import { createEnqueue } from './enqueue.js';
import { observeDeliveries } from './observe-deliveries.js';
import type { Provider } from './provider.js';
import { createRenderMessage } from './render-message.js';
import { createWorker } from './worker.js';

export type { Channel, Delivery } from './delivery.js';
export { helpWith } from './help-with.js';
export type { Provider } from './provider.js';
export { smsProvider } from './sms-adapter.js';
export { smtpProvider } from './smtp-adapter.js';

const REMOVAL_EVERY_MS = 600_000;
/** As long as the challenges that show them. */
const KEPT_MS = 8 * 86_400_000;

/** By channel, in the order in which they are tried. */
export type Providers = { readonly [Channel in Delivery['channel']]: readonly Provider[] };

interface Dependencies {
  readonly dataSource: DataSource;
  readonly transact: Transact;
  readonly protection: Protection;
  readonly providers: Providers;
  readonly publicUrl: URL;
  /** Wakes the worker: a commit may have queued something. */
  readonly onCommit: (callback: () => void) => void;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

export type Deliveries = ReturnType<typeof composeDeliveries>;

/** The capability `deliveries`: the only one that sends anything to anybody. */
export function composeDeliveries({ protection, publicUrl, providers, onCommit, ...rest }: Dependencies) {
  const wakeUp = createWakeUp();
  onCommit(wakeUp.wake);
  const deliveries = mysqlDeliveryRepository(protection, rest.dataSource);
  const observe = observeDeliveries({ ...rest, deliveries });
  const deliver = createDeliver({ ...rest, deliveries, providers, render: createRenderMessage(publicUrl), observe });
  const jobs: Job[] = [
    {
      name: 'remove-deliveries',
      everyMs: REMOVAL_EVERY_MS,
      run: ({ now }) => deliveries.removeCreatedBefore(new Date(now.getTime() - KEPT_MS)),
    },
  ];
  return {
    jobs,
    background: [closing(providers), createWorker({ ...rest, deliveries, deliver, wakeUp })],
    enqueue: createEnqueue({ ...rest, deliveries }),
    /** What carries a code of this challenge is not sent any more. */
    voidOf: deliveries.voidOf,
    /** State of the delivery of a challenge's newest code. */
    latestOf: deliveries.latestOf,
  };
}

/** Providers keep connections, which end after the worker. */
const closing = ({ email, phone }: Providers): Background => ({
  start: () => {},
  stop() {
    for (const provider of [...email, ...phone]) provider.close();
  },
});
