import { createInMemoryBus } from '../../src/in-memory-bus.js';
import { silent } from '../example.js';
import { busConformance } from './bus-conformance.js';

busConformance('memory', async () => {
  const bus = createInMemoryBus({ logger: silent });
  return { bus, publisher: bus.publisher(), createTopic: async (name) => name, close: async () => {} };
});
