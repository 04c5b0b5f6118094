import { setTimeout } from 'node:timers/promises';
import { describe, it } from '@jest/globals';
import { withKafka, withMariaDB } from '../private-servers.js';
import type { MessagingFixture } from './messaging-fixture.js';
import { withFixture } from './with-fixture.js';

const KEYS = ['a', 'b', 'c', 'd'];
const TIMEOUT_MS = 180_000;

/** Changes go on while `outage` happens; in the end everything that was committed has been sent and applied. */
const outlives = (outage: () => Promise<void>) => async (fixture: MessagingFixture) => {
  await Promise.all([fixture.start('relay'), fixture.start('consumer')]);
  await fixture.changes(KEYS, 1, 20);
  await fixture.probeApplied(40);
  let isOver = false;
  const load = fixture.changesUntil(() => isOver, KEYS, 21);
  await outage();
  isOver = true;
  await load;
  await fixture.changes(KEYS, 10_001, 10_005);
  await fixture.expectSent();
  await fixture.expectApplied();
};

describe('relay and consumer outlive', () => {
  it.concurrent(
    'a broker that is killed',
    () =>
      withKafka(async (kafka) => {
        const outage = async () => {
          await kafka.kill('SIGKILL');
          await kafka.restart();
        };
        await withFixture(outlives(outage), [kafka.brokers])();
      }),
    TIMEOUT_MS,
  );

  it.concurrent(
    'a broker that stands still for 30 s',
    () =>
      withKafka(async (kafka) => {
        const outage = async () => {
          await kafka.kill('SIGSTOP');
          await setTimeout(30_000);
          await kafka.kill('SIGCONT');
        };
        await withFixture(outlives(outage), [kafka.brokers])();
      }),
    TIMEOUT_MS,
  );

  it.concurrent(
    'a database that is killed',
    () =>
      withMariaDB(async (database) => {
        const outage = async () => {
          await database.kill('SIGKILL');
          await database.restart();
        };
        await withFixture(outlives(outage), undefined, database.url)();
      }),
    TIMEOUT_MS,
  );
});
