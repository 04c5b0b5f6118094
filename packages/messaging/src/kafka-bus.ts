import type { Bus } from './bus.js';
import { type KafkaSettings, kafkaClient } from './kafka-client.js';
import { createKafkaConsumer } from './kafka-consumer.js';
import { kafkaLag } from './kafka-lag.js';
import { createKafkaPublisher } from './kafka-publisher.js';

export interface KafkaBusSettings extends KafkaSettings {
  /** After so long without a sign of life another consumer takes over; 6 s unless told, the broker's minimum at least. */
  readonly sessionTimeoutMs?: number;
  /** A quarter of `sessionTimeoutMs` unless told. */
  readonly heartbeatIntervalMs?: number;
  /** How often it looks for topics that were not there; 10 s unless told. */
  readonly topicListIntervalMs?: number;
}

/** The bus on Apache Kafka. */
export function createKafkaBus(settings: KafkaBusSettings): Bus {
  const kafka = kafkaClient(settings);
  const { logger, sessionTimeoutMs = 6_000, topicListIntervalMs = 10_000 } = settings;
  const consumer = {
    sessionTimeoutMs,
    rebalanceTimeoutMs: sessionTimeoutMs,
    heartbeatIntervalMs: settings.heartbeatIntervalMs ?? Math.floor(sessionTimeoutMs / 4),
    topicListIntervalMs,
  };
  return {
    publisher: () => createKafkaPublisher(kafka),
    consume: (options) => createKafkaConsumer(kafka, consumer, options, logger),
    lag: (group, topic) => kafkaLag(kafka, group, topic),
  };
}
