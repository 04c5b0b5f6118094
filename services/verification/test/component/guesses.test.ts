import { answerChallenge, getChallenge, resendChallenge } from '@genkan/contracts/verification/challenges';
import { probe } from '@genkan/testing/probe';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, codeOf } from './codes.js';
import { byEmail, newDraft, newEmail, startVerification, type Verification } from './start-verification.js';

let verification: Verification;
beforeAll(async () => {
  verification = await startVerification();
});
afterAll(() => verification.stop());

const start = async () => {
  const as = newDraft();
  const { challengeId, params, answer } = await ask(verification, as, byEmail(newEmail()));
  return {
    as,
    challengeId,
    params,
    give: (code: string) => verification.call(answerChallenge, { as, ...answer(code) }),
    code: () => codeOf(verification, challengeId),
    see: async () => (await verification.call(getChallenge, { as, params }).expect(200)).body,
    events: async (name: string) =>
      (await verification.events(as.correlationId)).filter(({ type }) => type.includes(`challenge.${name}`)),
    async wrongCode(): Promise<string> {
      const code = await codeOf(verification, challengeId);
      return code === '000000' ? '000001' : '000000';
    },
  };
};

/** Begins `work` while the challenge's row is locked, and lets it go when five guesses wait for the row. */
async function whileLocked<T>(challengeId: string, work: () => Promise<T>): Promise<T> {
  const runner = verification.dataSource.createQueryRunner();
  await runner.startTransaction();
  await runner.query('SELECT id FROM challenges WHERE id = ? FOR UPDATE', [challengeId]);
  const working = work();
  await probe(async () => {
    const waiting = "db = DATABASE() AND info LIKE 'UPDATE challenges SET attempts%'";
    const [row] = await runner.query(`SELECT COUNT(*) AS n FROM information_schema.processlist WHERE ${waiting}`);
    return Number(row.n) >= 5;
  });
  await runner.commitTransaction();
  await runner.release();
  return working;
}

describe('one code', () => {
  it('given 100 times at once passes once, and tells so once', async () => {
    const { challengeId, give, code, events, see } = await start();
    const right = await code();
    const answers = await whileLocked(challengeId, () => Promise.all(Array.from({ length: 100 }, () => give(right))));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 99 }, () => 409)]);
    expect(await events('passed')).toHaveLength(1);
    // Guesses were counted before the first of them passed: the race was one.
    expect(await see()).toMatchObject({ state: 'passed', guessesLeft: 0 });
  });

  it('is good once: later it is refused although it is right', async () => {
    const { give, code } = await start();
    const right = await code();
    await give(right).expect(200);
    const { body } = await give(right).expect(409);
    expect(body.code).toBe('verification.challenge_over');
  });

  it('is good to its last millisecond, and not longer', async () => {
    const [one, other] = [await start(), await start()];
    const [right, late] = [await one.code(), await other.code()];
    verification.clock.advance(599_999);
    await one.give(right).expect(200);
    verification.clock.advance(1);
    await other.give(late).expect(409);
    expect(await other.see()).toMatchObject({ state: 'expired', guessesLeft: 5 });
    await verification.call(resendChallenge, { as: other.as, params: other.params }).expect(409);
  });

  it('of one challenge is no answer to another', async () => {
    const [one, other] = [await start(), await start()];
    const code = await one.code();
    if (code !== (await other.code())) await other.give(code).expect(422);
  });
});

describe('guesses', () => {
  it('are five: the fifth still counts, the sixth does not even when it is right', async () => {
    const lucky = await start();
    for (let guess = 1; guess <= 4; guess += 1) await lucky.give(await lucky.wrongCode()).expect(422);
    await lucky.give(await lucky.code()).expect(200);

    const unlucky = await start();
    const [right, wrong] = [await unlucky.code(), await unlucky.wrongCode()];
    for (let guess = 1; guess <= 5; guess += 1) await unlucky.give(wrong).expect(422);
    expect(await unlucky.see()).toMatchObject({ state: 'exhausted', guessesLeft: 0, delivery: { state: 'void' } });
    const { body } = await unlucky.give(right).expect(409);
    expect(body.code).toBe('verification.challenge_over');
    const failed = await unlucky.events('failed');
    expect(failed.map(({ data }) => [data.guessesLeft, data.state])).toEqual([
      [4, 'pending'],
      [3, 'pending'],
      [2, 'pending'],
      [1, 'pending'],
      [0, 'exhausted'],
    ]);
  });

  it('are five at once, too', async () => {
    const { give, wrongCode, events, see } = await start();
    const wrong = await wrongCode();
    const answers = await Promise.all(Array.from({ length: 50 }, () => give(wrong)));
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(45);
    expect(await events('failed')).toHaveLength(5);
    expect(await see()).toMatchObject({ state: 'exhausted', guessesLeft: 0 });
  });

  it('used stay used across re-sends, and the code before is void', async () => {
    const { as, params, give, code, wrongCode, see } = await start();
    const first = await code();
    await give(await wrongCode()).expect(422);
    await give(await wrongCode()).expect(422);
    verification.clock.advance(60_000);
    const { body } = await verification.call(resendChallenge, { as, params }).expect(202);
    expect(body).toMatchObject({ guessesLeft: 3, state: 'pending' });
    const second = await code();
    if (first !== second) await give(first).expect(422);
    for (const left of [1, 0].slice(first === second ? 1 : 0)) {
      expect(left).toBeGreaterThanOrEqual(0);
      await give(await wrongCode()).expect(422);
    }
    expect(await see()).toMatchObject({ state: 'exhausted' });
    await give(second).expect(409);
    verification.clock.advance(60_000);
    await verification.call(resendChallenge, { as, params }).expect(409);
  });

  it('are counted even when nothing can be told of them', async () => {
    const { give, wrongCode, see } = await start();
    const wrong = await wrongCode();
    await verification.dataSource.query('RENAME TABLE outbox TO outbox_away');
    try {
      await give(wrong).expect(500);
    } finally {
      await verification.dataSource.query('RENAME TABLE outbox_away TO outbox');
    }
    expect(await see()).toMatchObject({ guessesLeft: 4, state: 'pending' });
  });
});

describe('a re-send', () => {
  it('waits a minute, and then has ten minutes of its own', async () => {
    const { as, params, give, code, see } = await start();
    verification.clock.advance(59_999);
    const early = await verification.call(resendChallenge, { as, params }).expect(429);
    expect(early.body.code).toBe('verification.resend_too_early');
    expect(early.headers['retry-after']).toBe('1');
    verification.clock.advance(1);
    await verification.call(resendChallenge, { as, params }).expect(202);
    verification.clock.advance(599_999);
    expect(await see()).toMatchObject({ state: 'pending' });
    await give(await code()).expect(200);
  });

  it('asked for 20 times at once is one', async () => {
    const { as, params, events } = await start();
    verification.clock.advance(60_000);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => verification.call(resendChallenge, { as, params })),
    );
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(19);
    expect(await events('requested')).toHaveLength(2);
  });
});
