import { randomBytes } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '@genkan/testing/test-database';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { entities, migrations } from '../../src/schema.js';
import { type Bucket, LOGIN_LIMIT } from '../../src/sessions/bucket.js';
import { mysqlBucketRepository as buckets } from '../../src/sessions/bucket-repository.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ entities, migrations });
});
afterAll(() => database.drop());

const now = new Date('2026-11-23T09:00:00.000Z');
const after = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const newBucket = (failures: number, slides = true): Bucket => ({
  key: randomBytes(32),
  name: 'unknown-devices',
  limit: { ...LOGIN_LIMIT, failures, slides },
});
const count = (bucket: Bucket, at = now) => buckets.count(database.dataSource.manager, bucket, at);
const endOf = (bucket: Bucket) => buckets.endOf(database.dataSource.manager, [bucket.key]);
const countTimes = (bucket: Bucket, times: number) => Promise.all(Array.from({ length: times }, () => count(bucket)));
const sorted = (numbers: number[]) => numbers.sort((a, b) => a - b);

it('gives 50 simultaneous tries the numbers 1 to 50', async () => {
  expect(sorted(await countTimes(newBucket(100), 50))).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
});

it('gives 50 simultaneous tries beyond the limit one and the same number', async () => {
  const bucket = newBucket(5);
  expect(sorted(await countTimes(bucket, 50))).toEqual([1, 2, 3, 4, 5, ...Array(45).fill(6)]);
  await buckets.giveBack(database.dataSource.manager, bucket);
  expect([await count(bucket), await count(bucket)]).toEqual([5, 6]);
});

it('counts while others settle the same bucket, without a failure', async () => {
  const [login, network] = [newBucket(5), newBucket(100, false)];
  const signIn = async () => {
    await Promise.all([count(login), count(network)]);
    await database.dataSource.transaction((manager) => buckets.settle(manager, login, network, now));
  };
  await Promise.all(Array.from({ length: 50 }, signIn));
  await Promise.all([buckets.removeForgotten(database.dataSource.manager, after(120)), signIn(), signIn()]);
  expect(await count(network)).toBe(1);
});

it('starts its window anew with each failure when it slides, but not with a refused try', async () => {
  const bucket = newBucket(2);
  await count(bucket);
  await count(bucket, after(10));
  expect(await endOf(bucket)).toEqual(after(25));
  expect(await count(bucket, after(20))).toBe(3);
  expect(await endOf(bucket)).toEqual(after(25));
  expect(await count(bucket, after(25))).toBe(1);
  expect(await endOf(bucket)).toEqual(after(40));
});

it('runs its window from the first failure when it does not slide', async () => {
  const bucket = newBucket(3, false);
  for (const minute of [0, 5, 10, 14]) await count(bucket, after(minute));
  expect(await endOf(bucket)).toEqual(after(15));
  expect(await count(bucket, after(15))).toBe(1);
  expect(await endOf(bucket)).toEqual(after(30));
});

it('is not opened by a right password that was checked while the last guess locked it', async () => {
  const { manager } = database.dataSource;
  const [login, network] = [newBucket(1), newBucket(100, false)];
  await count(login);
  const owner = { isKnown: false, memberId: null, accountNo: null };
  expect(await buckets.lock(manager, login, owner, now)).toMatchObject({ lockedUntil: after(15) });
  expect(await buckets.lock(manager, login, owner, now)).toBeNull();
  await buckets.settle(manager, login, network, now);
  expect(await count(login, after(1))).toBe(2);
});
