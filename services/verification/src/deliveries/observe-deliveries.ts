import type { Clock } from '@genkan/config/clock';
import type { Metrics } from '@genkan/observability/metrics';
import type { Delivery } from './delivery.js';
import type { DeliveryRepository } from './delivery-repository.js';

interface Dependencies {
  readonly deliveries: Pick<DeliveryRepository, 'backlog'>;
  readonly metrics: Metrics;
  readonly clock: Clock;
}

/** Metrics of the queue; returns what counts a try. */
export function observeDeliveries({ deliveries, metrics, clock }: Dependencies) {
  metrics.observed({
    name: 'genkan_deliveries_waiting',
    help: 'Messages that wait to be sent or to be tried again',
    read: async () => (await deliveries.backlog()).count,
  });
  metrics.observed({
    name: 'genkan_deliveries_oldest_seconds',
    help: 'Age of the oldest message that waits',
    read: async () => {
      const { oldest } = await deliveries.backlog();
      return oldest ? Math.max(0, clock.now().getTime() - oldest.getTime()) / 1_000 : 0;
    },
  });
  const tries = metrics.counter({
    name: 'genkan_delivery_tries_total',
    help: 'Tries to send a message',
    labels: { channel: ['email', 'phone'], outcome: ['sent', 'failed'] },
  });
  return ({ channel }: Delivery, outcome: 'sent' | 'failed') => tries.add({ channel, outcome });
}
