import { createRequire } from 'node:module';
import { Kafka, type KafkaConfig, logLevel } from 'kafkajs';

export { type Admin, type ITopicConfig, type Kafka, logLevel } from 'kafkajs';

/** The part of kafkajs's queue of one connection that is mended here. */
export interface RequestQueue {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  scheduleCheckPendingRequests(): void;
}

/** Also when nothing waits it sets a timer, to a negative time: harmless, but Node 24 would warn of it at every start. */
export const requestQueue: RequestQueue = createRequire(import.meta.url)(
  'kafkajs/src/network/requestQueue/index.js',
).prototype;
const schedule = requestQueue.scheduleCheckPendingRequests;
requestQueue.scheduleCheckPendingRequests = function scheduleWhatWaits(this: RequestQueue) {
  if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this);
};

/** A client of Kafka, silent unless told. All of Genkan's are made here, so that all of them are mended. */
export const createKafka = (config: KafkaConfig): Kafka => new Kafka({ logLevel: logLevel.NOTHING, ...config });
