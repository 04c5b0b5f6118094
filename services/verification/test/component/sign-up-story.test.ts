import {
  answerChallenge,
  getChallenge,
  reissueProof,
  requestChallenge,
} from '@genkan/contracts/verification/challenges';
import { probe } from '@genkan/testing/probe';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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
  await verification.service.start();
});
afterAll(() => verification.stop());

const codeTo = async (target: string) => {
  const message = await probe(async () => (await verification.sandbox.messagesTo(target))[0]);
  return message.code ?? '';
};

describe('an address', () => {
  it.each([
    ['email', newEmail(), byEmail],
    ['phone', newPhone(), byPhone],
  ] as const)('is proven by %s: the code arrives, and its answer is worth a proof', async (channel, target, ask) => {
    const as = newDraft();
    const { body } = await verification.call(requestChallenge, { as, body: ask(target) }).expect(202);
    const params = { challengeId: String(body.challengeId) };
    const code = await codeTo(target);

    const answer = await verification.call(answerChallenge, { as, params, body: { code } }).expect(200);
    const claims = await verification.verifyProof(answer.body.proof);
    const purpose = `registration-${channel}`;
    expect(claims).toMatchObject({ jti: params.challengeId, purpose, subject: as.correlationId, channel, target });

    const again = await verification.call(reissueProof, { as, params }).expect(200);
    expect((await verification.verifyProof(again.body.proof)).jti).toBe(claims.jti);

    const seen = await probe(async () => {
      const { body } = await verification.call(getChallenge, { as, params }).expect(200);
      return body.delivery.state === 'sent' && body;
    });
    expect(seen).toMatchObject({ state: 'passed', guessesLeft: 4, delivery: { state: 'sent', cause: null } });
  });
});
