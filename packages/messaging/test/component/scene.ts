import { type Stage, setStage } from './stage.js';

const shared = (process.env.KAFKA_BROKERS ?? '').split(',');

/** Runs a scenario on a stage of its own: on the servers that all tests share unless told. */
export const scene =
  (play: (stage: Stage) => Promise<void>, brokers: readonly string[] = shared, server?: string) =>
  async (): Promise<void> => {
    const stage = await setStage(brokers, server);
    try {
      await play(stage);
    } finally {
      await stage.close();
    }
  };
