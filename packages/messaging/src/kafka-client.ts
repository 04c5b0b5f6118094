import type { KafkaConnection } from '@genkan/config/backing-variables';
import { createKafka, type Kafka, logLevel } from '@genkan/kafka-client/create-kafka';
import type { Logger } from '@genkan/observability/logger';

export interface KafkaSettings extends KafkaConnection {
  readonly clientId: string;
  readonly logger: Logger;
}

/** It advises every program to read about version 1, unless told so by an environment variable. */
const ADVICE = 'KafkaJS v2.0.0 switched default partitioner';

/** A client whose requests end: a broker that stands still is noticed after 10 s. */
export function kafkaClient({ brokers, ssl, sasl, clientId, logger }: KafkaSettings): Kafka {
  return createKafka({
    brokers: [...brokers],
    ...(ssl && { ssl }),
    ...(sasl && { sasl }),
    clientId,
    connectionTimeout: 3_000,
    requestTimeout: 10_000,
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => {
      const { message, error, groupId } = entry.log;
      if (message.startsWith(ADVICE)) return;
      logger.warn({ namespace: entry.namespace, groupId, detail: message, error: String(error ?? '') }, 'kafka client');
    },
  });
}
