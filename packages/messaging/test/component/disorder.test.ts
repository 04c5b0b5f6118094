import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { probe } from '../probe.js';
import { scene } from './scene.js';

const KEYS = ['a', 'b', 'c', 'd', 'e', 'f'];
const TIMEOUT_MS = 120_000;

describe('two relays at once', () => {
  it.concurrent(
    'without the lock that should keep them apart send everything in order, numbered without a gap',
    scene(async (stage) => {
      await Promise.all([stage.start('relay'), stage.start('relay', { lock: randomUUID() })]);
      await stage.changes(KEYS, 1, 60);
      await stage.expectSent();
    }),
    TIMEOUT_MS,
  );

  it.concurrent(
    'wait for each other while one gives numbers',
    scene(async (stage) => {
      await stage.changes(KEYS, 1, 5);
      // Started first: the slow one holds the row only until the database's patience ends, which a process may take to start.
      const other = await stage.start('relay', { stopAt: 'before numbering', lock: randomUUID() });
      const slow = await stage.start('relay', { stopAt: 'while numbering' });
      await stage.changes(KEYS, 6, 10);
      other.goOn();
      await probe(() => stage.hasStatement('%FOR UPDATE'));
      slow.goOn();
      await stage.changes(KEYS, 11, 15);
      await stage.expectSent();
    }),
    TIMEOUT_MS,
  );

  it.concurrent(
    'with the lock send every event a single time',
    scene(async (stage) => {
      await Promise.all([stage.start('relay'), stage.start('relay')]);
      await stage.changes(KEYS, 1, 20);
      await stage.expectSent();
      expect(await stage.records()).toHaveLength(120);
    }),
    TIMEOUT_MS,
  );

  it.concurrent.each(['before sending', 'before the commit of the numbers'])(
    'because one was paused for 20 s, %s, and goes on with what it had in hand, keep order and numbers',
    (stopAt) =>
      scene(async (stage) => {
        await stage.changes(KEYS, 1, 5);
        const paused = await stage.start('relay', { stopAt });
        paused.signal('SIGSTOP');
        await stage.start('relay');
        await stage.changes(KEYS, 6, 10);
        await setTimeout(20_000);
        // The other one has taken over: nothing waits for the one that stands still.
        await stage.expectSent();
        paused.signal('SIGCONT');
        paused.goOn();
        await stage.changes(KEYS, 11, 15);
        await stage.expectSent();
        if (stopAt === 'before sending') await probe(async () => (await stage.records()).length > 90);
        await stage.expectSent();
      })(),
    TIMEOUT_MS,
  );
});

describe('a consumer', () => {
  it.concurrent(
    'handles everything once and in order while others come, go and die under load',
    scene(async (stage) => {
      await stage.start('relay');
      const first = await stage.start('consumer');
      const load = stage.changes(KEYS, 1, 150);
      await stage.probeApplied(100);
      const second = await stage.start('consumer');
      await stage.probeApplied(300);
      await first.kill();
      await stage.start('consumer');
      await stage.probeApplied(500);
      await second.stop();
      await load;
      await stage.expectApplied();
    }),
    TIMEOUT_MS,
  );

  it.concurrent(
    'applies once what is delivered several times and out of order',
    scene(async (stage) => {
      await stage.changes(['a', 'b'], 1, 5);
      await stage.start('relay');
      await stage.expectSent();
      const records = await stage.records();
      const again = records.toReversed().map(({ key, headers, value }) => ({
        key: String(key),
        headers: Object.fromEntries(Object.entries(headers).map(([name, bytes]) => [name, String(bytes)])),
        value: String(value),
      }));
      await stage.publisher.publish(stage.topic, again);
      await stage.start('consumer');
      await stage.expectApplied();
      await stage.publisher.publish(stage.topic, [...again, ...again.toReversed()]);
      await stage.changes(['a', 'b'], 6, 6);
      await stage.expectApplied();
    }),
    TIMEOUT_MS,
  );

  it.concurrent(
    'gets events as large as they may be, many of one key at once',
    scene(async (stage) => {
      for (let number = 1; number <= 12; number += 1) await stage.change('a', number, 'x'.repeat(255 * 1024));
      await Promise.all([stage.start('relay'), stage.start('consumer')]);
      await stage.expectSent();
      await stage.expectApplied();
    }),
    TIMEOUT_MS,
  );
});
