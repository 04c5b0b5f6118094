import type { Logger } from '@genkan/observability/logger';
import type { Consumer } from 'kafkajs';
import type { BusMessage } from './bus.js';

/** A request to the broker costs as much for one partition as for all, so they wait for each other. */
const STORE_EVERY_MS = 1_000;

export interface KafkaOffsets {
  /** The last message that is done, of one partition each; their offsets are stored within a second. */
  note(last: readonly BusMessage[]): void;
  /** Stores at once what was noted. */
  store(): Promise<void>;
  /** Another consumer may own the partitions now: it gets what was noted again, and its inbox drops it. */
  forget(): void;
}

/** Offsets of one member of a group, stored together. A crash in between delivers up to a second's messages again. */
export function createKafkaOffsets(consumer: Pick<Consumer, 'commitOffsets'>, logger: Logger): KafkaOffsets {
  const noted = new Map<string, { topic: string; partition: number; offset: string }>();
  let timer: NodeJS.Timeout | undefined;

  async function store(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const offsets = [...noted.values()];
    noted.clear();
    if (offsets.length > 0) await consumer.commitOffsets(offsets);
  }

  /** A member that cannot store its offsets is told so by its next fetch or heartbeat, too. */
  const storeLater = () => store().catch((err) => logger.warn({ err }, 'offsets could not be stored'));

  return {
    note(last) {
      for (const { topic, partition, offset } of last) {
        noted.set(`${topic}/${partition}`, { topic, partition, offset: String(offset + 1n) });
      }
      timer ??= setTimeout(storeLater, STORE_EVERY_MS);
    },
    store,
    forget() {
      clearTimeout(timer);
      timer = undefined;
      noted.clear();
    },
  };
}
