import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { probe } from '../probe.js';
import { withFixture } from './with-fixture.js';

const KEYS = ['a', 'b', 'c', 'd', 'e', 'f'];
const TIMEOUT_MS = 120_000;

describe('two relays at once', () => {
  it.concurrent(
    'without the lock that should keep them apart send everything in order, numbered without a gap',
    withFixture(async (fixture) => {
      await Promise.all([fixture.start('relay'), fixture.start('relay', { lock: randomUUID() })]);
      await fixture.changes(KEYS, 1, 60);
      await fixture.expectSent();
    }),
    TIMEOUT_MS,
  );

  it.concurrent(
    'wait for each other while one gives numbers',
    withFixture(async (fixture) => {
      await fixture.changes(KEYS, 1, 5);
      // Started first: the slow one holds the row only until the database's time-out, which a process may take to start.
      const other = await fixture.start('relay', { stopAt: 'before numbering', lock: randomUUID() });
      const slow = await fixture.start('relay', { stopAt: 'while numbering' });
      await fixture.changes(KEYS, 6, 10);
      other.goOn();
      await probe(() => fixture.hasStatement('%FOR UPDATE'));
      slow.goOn();
      await fixture.changes(KEYS, 11, 15);
      await fixture.expectSent();
    }),
    TIMEOUT_MS,
  );

  it.concurrent(
    'with the lock send every event a single time',
    withFixture(async (fixture) => {
      await Promise.all([fixture.start('relay'), fixture.start('relay')]);
      await fixture.changes(KEYS, 1, 20);
      await fixture.expectSent();
      expect(await fixture.records()).toHaveLength(120);
    }),
    TIMEOUT_MS,
  );

  it.concurrent.each(['before sending', 'before the commit of the numbers'])(
    'because one was paused for 20 s, %s, and goes on with what it had in hand, keep order and numbers',
    (stopAt) =>
      withFixture(async (fixture) => {
        await fixture.changes(KEYS, 1, 5);
        const paused = await fixture.start('relay', { stopAt });
        paused.signal('SIGSTOP');
        await fixture.start('relay');
        await fixture.changes(KEYS, 6, 10);
        await setTimeout(20_000);
        // The other one has taken over: nothing waits for the one that stands still.
        await fixture.expectSent();
        paused.signal('SIGCONT');
        paused.goOn();
        await fixture.changes(KEYS, 11, 15);
        await fixture.expectSent();
        if (stopAt === 'before sending') await probe(async () => (await fixture.records()).length > 90);
        await fixture.expectSent();
      })(),
    TIMEOUT_MS,
  );
});

describe('a consumer', () => {
  it.concurrent(
    'handles everything once and in order while others come, go and die under load',
    withFixture(async (fixture) => {
      await fixture.start('relay');
      const first = await fixture.start('consumer');
      const load = fixture.changes(KEYS, 1, 150);
      await fixture.probeApplied(100);
      const second = await fixture.start('consumer');
      await fixture.probeApplied(300);
      await first.kill();
      await fixture.start('consumer');
      await fixture.probeApplied(500);
      await second.stop();
      await load;
      await fixture.expectApplied();
    }),
    TIMEOUT_MS,
  );

  it.concurrent(
    'applies once what is delivered several times and out of order',
    withFixture(async (fixture) => {
      await fixture.changes(['a', 'b'], 1, 5);
      await fixture.start('relay');
      await fixture.expectSent();
      const records = await fixture.records();
      const again = records.toReversed().map(({ key, headers, value }) => ({
        key: String(key),
        headers: Object.fromEntries(Object.entries(headers).map(([name, bytes]) => [name, String(bytes)])),
        value: String(value),
      }));
      await fixture.publisher.publish(fixture.topic, again);
      await fixture.start('consumer');
      await fixture.expectApplied();
      await fixture.publisher.publish(fixture.topic, [...again, ...again.toReversed()]);
      await fixture.changes(['a', 'b'], 6, 6);
      await fixture.expectApplied();
    }),
    TIMEOUT_MS,
  );

  it.concurrent(
    'gets events as large as they may be, many of one key at once',
    withFixture(async (fixture) => {
      for (let number = 1; number <= 12; number += 1) await fixture.change('a', number, 'x'.repeat(255 * 1024));
      await Promise.all([fixture.start('relay'), fixture.start('consumer')]);
      await fixture.expectSent();
      await fixture.expectApplied();
    }),
    TIMEOUT_MS,
  );
});
