import { createMessagingFixture, type MessagingFixture } from './messaging-fixture.js';

const shared = (process.env.KAFKA_BROKERS ?? '').split(',');

/** A test that runs on a fixture of its own: on the servers that all tests share unless told. */
export const withFixture =
  (run: (fixture: MessagingFixture) => Promise<void>, brokers: readonly string[] = shared, server?: string) =>
  async (): Promise<void> => {
    const fixture = await createMessagingFixture(brokers, server);
    try {
      await run(fixture);
    } finally {
      await fixture.close();
    }
  };
