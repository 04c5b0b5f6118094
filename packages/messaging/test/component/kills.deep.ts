import { describe, expect, it } from '@jest/globals';
import { withFixture } from './with-fixture.js';

const KEYS = ['a', 'b', 'c'];
const TIMEOUT_MS = 90_000;

describe('a process that is killed', () => {
  it.concurrent.each(['before the outbox row', 'before the commit'])(
    'in the middle of a change, %s, leaves neither change nor event, and no gap',
    (stopAt) =>
      withFixture(async (fixture) => {
        await fixture.change('a', 1);
        const emitter = await fixture.start('emitter', { stopAt });
        await fixture.change('a', 3);
        await emitter.kill();
        await fixture.start('relay');
        await fixture.expectSent();
        expect(await fixture.records()).toHaveLength(2);
      })(),
    TIMEOUT_MS,
  );

  it.concurrent(
    'after a commit leaves an event that is sent',
    withFixture(async (fixture) => {
      const emitter = await fixture.start('emitter', { stopAt: 'after the commit' });
      await emitter.kill();
      await fixture.start('relay');
      await fixture.expectSent();
      expect(await fixture.records()).toHaveLength(1);
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
      withFixture(async (fixture) => {
        await fixture.changes(KEYS, 1, 5);
        const relay = await fixture.start('relay', { stopAt });
        await fixture.changes(KEYS, 6, 10);
        await relay.kill();
        await fixture.start('relay');
        await fixture.expectSent();
      })(),
    TIMEOUT_MS,
  );

  it.concurrent.each(['in the handler', 'before the commit', 'before the offset', 'after the offset'])(
    'as consumer, %s, has handled nothing twice, and its successor handles the rest',
    (stopAt) =>
      withFixture(async (fixture) => {
        await fixture.changes(KEYS, 1, 15);
        await fixture.start('relay');
        const consumer = await fixture.start('consumer', { stopAt });
        await consumer.kill();
        await fixture.changes(KEYS, 16, 20);
        await fixture.start('consumer');
        await fixture.expectApplied();
      })(),
    TIMEOUT_MS,
  );

  it.concurrent(
    'by a message of its own is not followed by all its successors: the message becomes a dead letter',
    withFixture(async (fixture) => {
      await fixture.changes(KEYS, 1, 10);
      await fixture.start('relay');
      await fixture.expectSent();
      const letters = () => fixture.database.rows('SELECT reason, event_id FROM dead_letters');
      let deaths = 0;
      // The events of three keys; the handler of one of them ends its process.
      for (let isOver = false; !isOver; deaths += 1) {
        const consumer = await fixture.start('consumer', { poison: 'b5' });
        const applied = fixture.probeApplied(29).then(() => true);
        isOver = await Promise.race([applied, consumer.exited.then(() => false)]);
        applied.catch(() => {});
      }
      expect(await letters()).toMatchObject([{ reason: 'killed' }]);
      expect(deaths).toBeLessThanOrEqual(6);
      const applied = await fixture.applied();
      expect(applied).toEqual({
        a: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
        b: [1, 2, 3, 4, 6, 7, 8, 9, 10],
        c: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      });
    }),
    TIMEOUT_MS,
  );
});
