import { createKafkaBus } from '../../src/kafka-bus.js';
import { ensureTopics } from '../../src/topics.js';
import { deleteTopics } from '../delete-topics.js';
import { silent } from '../example.js';
import { busConformance } from './bus-conformance.js';

busConformance('Kafka', async () => {
  const brokers = (process.env.KAFKA_BROKERS ?? '').split(',');
  const topics: string[] = [];
  const bus = createKafkaBus({
    brokers,
    clientId: 'test',
    logger: silent,
    sessionTimeoutMs: 1_500,
    topicListIntervalMs: 250,
  });
  return {
    bus,
    publisher: bus.publisher(),
    async createTopic(topic) {
      topics.push(topic);
      await ensureTopics({ brokers, topics: [topic], logger: silent });
      return topic;
    },
    close: () => deleteTopics(brokers, topics),
  };
});
