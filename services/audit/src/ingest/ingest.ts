import type { Clock } from '@genkan/config/clock';
import type { BusMessage } from '@genkan/messaging/bus';
import type { Logger } from '@genkan/observability/logger';
import { type Adoption, adoptionOf } from './adoption.js';
import type { IngestMetrics } from './ingest-metrics.js';
import type { StoreRecords } from './ingest-repository.js';
import { raw, recordOf } from './record.js';

interface Dependencies {
  readonly store: StoreRecords;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: IngestMetrics;
}

/** Stores a batch of any topics, once even when Kafka delivers it twice. With `asIs` it reads no message. */
export const createIngest =
  ({ store, clock, logger, metrics }: Dependencies) =>
  async (messages: readonly BusMessage[], { asIs }: { readonly asIs: boolean }): Promise<void> => {
    const receivedAt = clock.now();
    const records = messages.map((message) => (asIs ? raw(message, receivedAt) : recordOf(message, receivedAt)));
    const adoptions = records.map(adoptionOf).filter((adoption): adoption is Adoption => adoption !== null);
    const { fresh, refused } = await store(records, adoptions);
    const unreadable = fresh.filter(({ isRaw }) => isRaw);
    metrics.stored(fresh.length, unreadable.length, clock.now());
    for (const { eventId } of unreadable) logger.warn(placeOf(eventId), 'message was kept as it is, unread');
    for (const adoption of refused) logger.error({ ...adoption }, 'a log that has its owner was asked for by another');
  };

/** The id of a raw record is its place. */
function placeOf(eventId: string) {
  const [topic, partition, offset] = eventId.split('/');
  return { topic, partition, offset };
}
