import { describe, expect, it } from '@jest/globals';
import { newTopic } from '../src/kafka-topics.js';

describe('a new topic', () => {
  it.each([
    [1, 1, '1'],
    [2, 2, '1'],
    [3, 3, '2'],
    [7, 3, '2'],
  ])(
    'where there are %d brokers has %d copies, of which %s must have what is acknowledged',
    (brokers, copies, inSync) => {
      const topic = newTopic('genkan.audit.v1', brokers);
      expect(topic.replicationFactor).toBe(copies);
      expect(topic.configEntries).toContainEqual({ name: 'min.insync.replicas', value: inSync });
    },
  );
});
