import { randomUUID } from 'node:crypto';
import {
  answerChallenge,
  getChallenge,
  reissueProof,
  requestChallenge,
  resendChallenge,
} from '@genkan/contracts/verification/challenges';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, codeOf } from './codes.js';
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

const rowsOf = (table: string, column: string, id: string): Promise<Record<string, unknown>[]> =>
  verification.dataSource.query(`SELECT * FROM ${table} WHERE ${column} = ?`, [id]);

describe('asking for a code', () => {
  it('answers, stores, tells and records one and the same thing', async () => {
    const [as, email] = [newDraft(), newEmail()];
    const { body, headers } = await verification.call(requestChallenge, { as, body: byEmail(email) }).expect(202);
    const now = verification.clock.now().getTime();
    const expected = {
      purpose: 'registration-email',
      channel: 'email',
      maskedTarget: 'k***@example.com',
      state: 'pending',
      guessesLeft: 5,
      expiresAt: new Date(now + 600_000).toISOString(),
    };
    expect(body).toEqual({
      ...expected,
      challengeId: body.challengeId,
      resendAt: new Date(now + 60_000).toISOString(),
      delivery: { state: 'queued', cause: null, help: expect.objectContaining({ likely: null }) },
    });

    const [challenge] = await rowsOf('challenges', 'id', body.challengeId);
    expect(challenge).toMatchObject({ subject: as.correlationId, state: 'pending', attempts: 0, version: 1 });
    const [delivery] = await rowsOf('deliveries', 'challenge_id', body.challengeId);
    expect(delivery).toMatchObject({
      state: 'queued',
      template: 'challenge-code',
      scope: as.correlationId,
      attempts: 0,
    });

    const [event, ...more] = await verification.events(as.correlationId);
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      id: headers['genkan-recorded'],
      type: 'genkan.verification.challenge.requested.v1',
      correlationId: as.correlationId,
      data: {
        ...expected,
        version: 1,
        challengeId: body.challengeId,
        subject: as.correlationId,
        activity: {
          scope: as.correlationId,
          action: 'RequestChallenge',
          result: 'SUCCESS',
          actor: { type: 'draft', id: as.correlationId },
          sourceIp: as.sourceIp,
          resource: { name: 'k***@example.com', type: 'Challenge' },
          request: { purpose: 'registration-email', target: 'k***@example.com', language: 'en' },
        },
      },
    });
    expect(delivery?.causation_id).toBe(event?.id);
  });

  it('with one Idempotency-Key is one code, however often it is sent', async () => {
    const [as, body] = [newDraft(), byEmail(newEmail())];
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        verification.call(requestChallenge, { as, body, idempotencyKey: 'once' }).expect(202),
      ),
    );
    for (const answer of answers) expect(answer.text).toBe(answers[0]?.text);
    expect(await rowsOf('deliveries', 'scope', as.correlationId)).toHaveLength(1);
    expect(await verification.events(as.correlationId)).toHaveLength(1);
    const other = { as, body: byEmail(newEmail()), idempotencyKey: 'once' };
    expect((await verification.call(requestChallenge, other).expect(422)).body.code).toBe(
      'gateway.idempotency_key_reused',
    );
  });

  it('for the same address again is a re-send, so it brings no new guesses', async () => {
    const [as, email] = [newDraft(), newEmail()];
    const first = await ask(verification, as, byEmail(email));
    await verification.call(answerChallenge, { as, ...first.answer('000000') }).expect(422);
    const tooEarly = await verification.call(requestChallenge, { as, body: byEmail(email.toUpperCase()) }).expect(429);
    expect(tooEarly.body.code).toBe('verification.resend_too_early');
    expect(tooEarly.headers['retry-after']).toBe('60');
    verification.clock.advance(60_000);
    const again = await verification.call(requestChallenge, { as, body: byEmail(email) }).expect(202);
    expect(again.body).toMatchObject({ challengeId: first.challengeId, guessesLeft: 4 });
  });

  it('for another address needs no wait', async () => {
    const as = newDraft();
    const [one, other] = [
      await ask(verification, as, byEmail(newEmail())),
      await ask(verification, as, byEmail(newEmail())),
    ];
    expect(one.challengeId).not.toBe(other.challengeId);
  });

  it.each([
    ['of an address that is none', byEmail('kim')],
    ['of a phone number by mail', byEmail('+821012345678')],
    ['of an e-mail address by SMS', byPhone('kim@example.com')],
    ['of a landline', byPhone('+82212345678')],
  ])('%s is refused and leaves nothing', async (_, body) => {
    const as = newDraft();
    const answer = await verification.call(requestChallenge, { as, body }).expect(422);
    expect(answer.body).toMatchObject({ code: 'verification.target_invalid', errors: [{ field: 'body.target' }] });
    expect(answer.headers).not.toHaveProperty('genkan-recorded');
    expect(await rowsOf('challenges', 'subject', as.correlationId)).toEqual([]);
    expect(await verification.events(as.correlationId)).toEqual([]);
  });

  it.each([
    ['a target', { ...byEmail('kim'), language: 'xx' }, ['body.language', 'body.target']],
    ['a number of a country', { ...byPhone('010'), country: 'KR', language: 'xx' }, ['body.language', 'body.target']],
    ['a number of a country that cannot be read', { ...byPhone('01012345678'), country: 'korea' }, ['body.country']],
    ['a target of nobody knows what', { ...byEmail('kim'), purpose: 'x' }, ['body.purpose']],
  ])('with %s among other wrong fields names all of them in one answer', async (_, body, fields) => {
    const as = newDraft();
    const answer = await verification.call(requestChallenge, { as, body }).expect(400);
    expect(answer.body.code).toBe('gateway.invalid_request');
    expect(answer.body.errors.map(({ field }: { field: string }) => field).sort()).toEqual(fields);
    expect(await verification.events(as.correlationId)).toEqual([]);
  });

  it.each([
    ['subject', randomUUID()],
    ['channel', 'phone'],
    ['state', 'passed'],
    ['accountNo', '123456789012'],
    ['emailVerified', true],
  ])('takes no %s from the body', async (name, value) => {
    const body = { ...byEmail(newEmail()), [name]: value };
    const answer = await verification.call(requestChallenge, { as: newDraft(), body }).expect(400);
    expect(answer.body.code).toBe('gateway.invalid_request');
  });

  it('takes a number as it is written in its country', async () => {
    const body = { ...byPhone(newPhone().replace('+82', '0')), country: 'KR' };
    const answer = await verification.call(requestChallenge, { as: newDraft(), body }).expect(202);
    expect(answer.body).toMatchObject({ channel: 'phone', maskedTarget: expect.stringMatching(/^\+82 \*\*\*\d{4}$/) });
  });

  it('answers alike whether an address was asked for before or not', async () => {
    const known = newEmail();
    await ask(verification, newDraft(), byEmail(known));
    const shape = async (target: string) => {
      const { body, headers } = await verification
        .call(requestChallenge, { as: newDraft(), body: byEmail(target) })
        .expect(202);
      return [
        { ...body, challengeId: '' },
        { ...headers, date: '', 'genkan-recorded': '' },
      ];
    };
    expect(await shape(known)).toEqual(await shape(newEmail()));
  });
});

describe('a challenge', () => {
  const everyCall = [
    ['seen', getChallenge, undefined],
    ['answered', answerChallenge, { code: '000000' }],
    ['sent again', resendChallenge, undefined],
    ['proven', reissueProof, undefined],
  ] as const;

  it.each(everyCall)('of another draft cannot be %s: it does not exist', async (_, endpoint, body) => {
    const as = newDraft();
    const { challengeId } = await ask(verification, as, byEmail(newEmail()));
    const call = async (id: string) => {
      const params = { challengeId: id };
      const answer = await verification.call(endpoint, { as: newDraft(), params, body }).expect(404);
      expect(answer.headers).not.toHaveProperty('genkan-recorded');
      return answer.text.replace(answer.body.requestId, '');
    };
    expect(await call(challengeId)).toBe(await call(randomUUID()));
    const [row] = await rowsOf('challenges', 'id', challengeId);
    expect(row).toMatchObject({ attempts: 0, version: 1 });
  });

  it.each(['anonymous', 'main', 'operator', 'system'] as const)('is nothing for a caller of type %s', async (type) => {
    const { actor } = newDraft();
    const as = { actor: { ...actor, type, id: randomUUID() } as NonNullable<typeof actor> };
    const answer = await verification.call(requestChallenge, { as, body: byEmail(newEmail()) });
    expect(answer.status).toBe(403);
  });
});

describe('a right answer', () => {
  it('passes the challenge: answer, stored state and event agree', async () => {
    const as = newDraft();
    const { challengeId, answer } = await ask(verification, as, byEmail(newEmail()));
    const code = await codeOf(verification, challengeId);
    const { body, headers } = await verification.call(answerChallenge, { as, ...answer(code) }).expect(200);
    expect(Object.keys(body)).toEqual(['proof']);
    expect(await rowsOf('challenges', 'id', challengeId)).toMatchObject([{ state: 'passed', attempts: 1, version: 2 }]);
    const passed = (await verification.events(as.correlationId)).at(-1);
    expect(passed).toMatchObject({
      id: headers['genkan-recorded'],
      type: 'genkan.verification.challenge.passed.v1',
      data: { version: 2, state: 'passed', guessesLeft: 4, activity: { result: 'SUCCESS', action: 'AnswerChallenge' } },
    });
  });

  it('lives ten minutes, and is given again with the same jti', async () => {
    const as = newDraft();
    const { challengeId, answer } = await ask(verification, as, byEmail(newEmail()));
    const call = { as, params: { challengeId } };
    const early = await verification.call(reissueProof, call).expect(409);
    expect(early.body.code).toBe('verification.challenge_not_passed');
    const { body } = await verification.call(answerChallenge, {
      as,
      ...answer(await codeOf(verification, challengeId)),
    });
    verification.clock.advance(600_000);
    await expect(verification.verifyProof(body.proof)).rejects.toThrow();
    const again = await verification.call(reissueProof, call).expect(200);
    expect(await verification.verifyProof(again.body.proof)).toMatchObject({
      jti: challengeId,
      subject: as.correlationId,
    });
  });
});

describe('a wrong answer', () => {
  it('is refused, counted and told', async () => {
    const as = newDraft();
    const { challengeId, answer } = await ask(verification, as, byEmail(newEmail()));
    const { body, headers } = await verification.call(answerChallenge, { as, ...answer('000000') }).expect(422);
    expect(body.code).toBe('verification.code_wrong');
    expect(await rowsOf('challenges', 'id', challengeId)).toMatchObject([
      { state: 'pending', attempts: 1, version: 2 },
    ]);
    expect((await verification.events(as.correlationId)).at(-1)).toMatchObject({
      id: headers['genkan-recorded'],
      type: 'genkan.verification.challenge.failed.v1',
      data: { guessesLeft: 4, activity: { result: 'FAIL', errorCode: 'verification.code_wrong' } },
    });
  });

  it.each(['12345', '1234567', 'abcdef', '', '１２３４５６', ' 123456'])(
    'of another form (%j) is no guess',
    async (code) => {
      const as = newDraft();
      const { challengeId, answer } = await ask(verification, as, byEmail(newEmail()));
      await verification.call(answerChallenge, { as, ...answer(code) }).expect(400);
      expect(await rowsOf('challenges', 'id', challengeId)).toMatchObject([{ attempts: 0 }]);
    },
  );
});
