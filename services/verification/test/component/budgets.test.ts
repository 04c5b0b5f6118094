import { randomInt } from 'node:crypto';
import { requestChallenge, resendChallenge } from '@genkan/contracts/verification/challenges';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask } from './codes.js';
import {
  byEmail,
  byPhone,
  newDraft,
  newEmail,
  newPhone,
  startVerification,
  type Verification,
} from './start-verification.js';

let verification: Verification;
beforeAll(async () => {
  verification = await startVerification();
});
afterAll(() => verification.stop());

const HOUR_MS = 3_600_000;
const request = (body: { target: string }, sourceIp = newDraft().sourceIp ?? '') =>
  verification.call(requestChallenge, { as: { ...newDraft(), sourceIp }, body });
const times = <T>(count: number, work: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => work(index));
const statuses = async (calls: PromiseLike<{ status: number }>[]) => {
  const all = (await Promise.all(calls)).map(({ status }) => status);
  return {
    sent: all.filter((status) => status === 202).length,
    refused: all.filter((status) => status === 429).length,
  };
};

describe('codes', () => {
  it('to one address are five an hour, however many ask at once and however it is spelled', async () => {
    const email = newEmail();
    const spellings = [email, email.toUpperCase(), email.replace('example', 'EXAMPLE')];
    expect(await statuses(times(30, (index) => request(byEmail(spellings[index % 3] ?? ''))))).toEqual({
      sent: 5,
      refused: 25,
    });
    const { body, headers } = await request(byEmail(email)).expect(429);
    expect(body.code).toBe('verification.budget_exhausted');
    expect(Number(headers['retry-after'])).toBe(3_600);
    verification.clock.advance(HOUR_MS);
    await request(byEmail(email)).expect(202);
  });

  it('to one number are five an hour', async () => {
    const phone = newPhone();
    expect(await statuses(times(10, () => request(byPhone(phone))))).toEqual({ sent: 5, refused: 5 });
  });

  it('for one network are twenty an hour, all of an IPv6 /64 together', async () => {
    const prefix = `2001:db8:${randomInt(0x10000).toString(16)}:${randomInt(0x10000).toString(16)}`;
    const ask = (index: number) => request(byEmail(newEmail()), `${prefix}::${(index + 1).toString(16)}`);
    expect(await statuses(times(40, ask))).toEqual({ sent: 20, refused: 20 });
    await request(byEmail(newEmail()), '2001:db8:ffff:ffff::1').expect(202);
  });

  it('for one block of numbers are 200 an hour', async () => {
    const block = newPhone().slice(0, -4);
    const ask = (index: number) => request(byPhone(`${block}${String(index).padStart(4, '0')}`));
    expect(await statuses(times(220, ask))).toEqual({ sent: 200, refused: 20 });
    await request(byPhone(newPhone())).expect(202);
  }, 60_000);

  it('that are sent again are charged as well', async () => {
    const as = newDraft();
    const { params } = await ask(verification, as, byEmail(newEmail()));
    for (let code = 2; code <= 5; code += 1) {
      verification.clock.advance(60_000);
      await verification.call(resendChallenge, { as, params }).expect(202);
    }
    verification.clock.advance(60_000);
    const { body } = await verification.call(resendChallenge, { as, params }).expect(429);
    expect(body.code).toBe('verification.budget_exhausted');
  });

  it('that were refused are not charged to anything', async () => {
    const email = newEmail();
    await Promise.all(times(5, () => request(byEmail(email))));
    const { sourceIp } = newDraft();
    await Promise.all(times(20, () => request(byEmail(email), sourceIp).expect(429)));
    await request(byEmail(newEmail()), sourceIp).expect(202);
  });
});

it('budgets are removed when their hour is over, challenges and what was sent after eight days', async () => {
  const as = newDraft();
  await ask(verification, as, byEmail(newEmail()));
  await verification.dataSource.query("UPDATE deliveries SET state = 'sent', content = NULL");
  const count = async (table: string) => {
    const [row] = await verification.dataSource.query(`SELECT COUNT(*) AS n FROM ${table}`);
    return Number(row.n);
  };
  verification.clock.advance(HOUR_MS);
  await verification.runJobs();
  expect(await count('challenge_budgets')).toBe(0);
  verification.clock.advance(8 * 24 * HOUR_MS - HOUR_MS - 1);
  await verification.runJobs();
  expect(await count('challenges')).toBeGreaterThan(0);
  verification.clock.advance(1);
  await verification.runJobs();
  expect([await count('challenges'), await count('deliveries')]).toEqual([0, 0]);
});
