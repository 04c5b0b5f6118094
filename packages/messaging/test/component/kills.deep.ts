import { describe, expect, it } from '@jest/globals';
import { scene } from './scene.js';

const KEYS = ['a', 'b', 'c'];
const TIMEOUT_MS = 90_000;

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
        expect(await stage.records()).toHaveLength(2);
      })(),
    TIMEOUT_MS,
  );

  it.concurrent(
    'after a commit leaves an event that is sent',
    scene(async (stage) => {
      const emitter = await stage.start('emitter', { stopAt: 'after the commit' });
      await emitter.kill();
      await stage.start('relay');
      await stage.expectSent();
      expect(await stage.records()).toHaveLength(1);
    }),
    TIMEOUT_MS,
  );

  it.concurrent.each([
    'before numbering',
    'while numbering',
    'before the commit of the numbers',
    'after numbering',
    'before sending',
    'after sending',
    'after marking',
  ])(
    'as relay, %s, loses nothing and leaves order and numbers as they were',
    (stopAt) =>
      scene(async (stage) => {
        await stage.changes(KEYS, 1, 5);
        const relay = await stage.start('relay', { stopAt });
        await stage.changes(KEYS, 6, 10);
        await relay.kill();
        await stage.start('relay');
        await stage.expectSent();
      })(),
    TIMEOUT_MS,
  );

  it.concurrent.each(['in the handler', 'before the commit', 'before the offset', 'after the offset'])(
    'as consumer, %s, has handled nothing twice, and its successor handles the rest',
    (stopAt) =>
      scene(async (stage) => {
        await stage.changes(KEYS, 1, 15);
        await stage.start('relay');
        const consumer = await stage.start('consumer', { stopAt });
        await consumer.kill();
        await stage.changes(KEYS, 16, 20);
        await stage.start('consumer');
        await stage.expectApplied();
      })(),
    TIMEOUT_MS,
  );

  it.concurrent(
    'by a message of its own is not followed by all its successors: the message becomes a dead letter',
    scene(async (stage) => {
      await stage.changes(KEYS, 1, 10);
      await stage.start('relay');
      await stage.expectSent();
      const letters = () => stage.database.rows('SELECT reason, event_id FROM dead_letters');
      let deaths = 0;
      // The events of three keys; the handler of one of them ends its process.
      for (let isOver = false; !isOver; deaths += 1) {
        const consumer = await stage.start('consumer', { poison: 'b5' });
        const applied = stage.probeApplied(29).then(() => true);
        isOver = await Promise.race([applied, consumer.exited.then(() => false)]);
        applied.catch(() => {});
      }
      expect(await letters()).toMatchObject([{ reason: 'killed' }]);
      expect(deaths).toBeLessThanOrEqual(6);
      const applied = await stage.applied();
      expect(applied).toEqual({
        a: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
        b: [1, 2, 3, 4, 6, 7, 8, 9, 10],
        c: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      });
    }),
    TIMEOUT_MS,
  );
});
