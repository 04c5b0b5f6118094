import { type Stage, setStage } from './stage.js';

/** Runs a scenario on a stage of its own. */
export const scene = (play: (stage: Stage) => Promise<void>) => async (): Promise<void> => {
  const stage = await setStage((process.env.KAFKA_BROKERS ?? '').split(','));
  try {
    await play(stage);
  } finally {
    await stage.close();
  }
};
