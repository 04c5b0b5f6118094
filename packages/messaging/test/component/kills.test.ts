import { describe, expect, it } from '@jest/globals';
import { probe } from '../probe.js';
import { type Stage, setStage } from './stage.js';

const brokers = (process.env.KAFKA_BROKERS ?? '').split(',');

/** Runs a scenario on a stage of its own. */
const scene = (play: (stage: Stage) => Promise<void>) => async () => {
  const stage = await setStage(brokers);
  try {
    await play(stage);
  } finally {
    await stage.close();
  }
};

const changes = async (stage: Stage, keys: readonly string[], from: number, to: number) => {
  for (let number = from; number <= to; number += 1) {
    for (const key of keys) await stage.change(key, number);
  }
};

describe('a process that is killed', () => {
  it.concurrent.each(['before the outbox row', 'before the commit'])(
    'in the middle of a change, %s, leaves neither change nor event, and no gap',
    (stopAt) =>
      scene(async (stage) => {
        await stage.change('a', 1);
        const emitter = await stage.start('emitter', { stopAt });
        await stage.change('a', 3);
        await emitter.kill();
        await stage.start('relay');
        await stage.expectSent();
        expect((await stage.records()).length).toBe(2);
      })(),
    40_000,
  );

  it.concurrent(
    'after a commit leaves an event that is sent',
    scene(async (stage) => {
      const emitter = await stage.start('emitter', { stopAt: 'after the commit' });
      await emitter.kill();
      await stage.start('relay');
      await stage.expectSent();
    }),
    40_000,
  );

  it.concurrent.each([
    'before numbering',
    'before the commit of the numbers',
    'after numbering',
    'before sending',
    'after sending',
    'after marking',
  ])(
    'as relay, %s, loses nothing and leaves order and numbers as they were',
    (stopAt) =>
      scene(async (stage) => {
        await changes(stage, ['a', 'b', 'c'], 1, 5);
        const relay = await stage.start('relay', { stopAt });
        await changes(stage, ['a', 'b', 'c'], 6, 10);
        await relay.kill();
        await stage.start('relay');
        await stage.expectSent();
      })(),
    40_000,
  );

  it.concurrent.each(['in the handler', 'before the commit', 'before the offset', 'after the offset'])(
    'as consumer, %s, has handled nothing twice, and its successor handles the rest',
    (stopAt) =>
      scene(async (stage) => {
        await changes(stage, ['a', 'b', 'c'], 1, 15);
        await stage.start('relay');
        const consumer = await stage.start('consumer', { stopAt });
        await consumer.kill();
        await changes(stage, ['a', 'b', 'c'], 16, 20);
        await stage.start('consumer');
        await stage.expectApplied();
      })(),
    60_000,
  );
});
