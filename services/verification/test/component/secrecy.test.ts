import { answerChallenge } from '@genkan/contracts/verification/challenges';
import { JWKS_PATH } from '@genkan/http-kit/jwks';
import { probe } from '@genkan/testing/probe';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
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
  await verification.service.start();
});
afterAll(() => verification.stop());

/** Everything in the database, as bytes and as text. */
async function everythingStored(): Promise<string> {
  const tables: Record<string, string>[] = await verification.dataSource.query('SHOW TABLES');
  const texts: string[] = [];
  for (const name of tables.flatMap((row) => Object.values(row))) {
    const rows: Record<string, unknown>[] = await verification.dataSource.query(`SELECT * FROM \`${name}\``);
    const values = rows.flatMap((row) => Object.values(row));
    texts.push(...values.map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : String(value))));
  }
  return texts.join('\n');
}

describe('a code and the address it goes to', () => {
  it.each([
    ['mail', newEmail(), byEmail],
    ['SMS', newPhone(), byPhone],
  ] as const)(
    'by %s are in no row, no event and no log, before and after it was sent, and when it failed',
    async (_, target, body) => {
      const as = newDraft();
      await verification.sandbox.misbehave({ match: target, kind: 'temporary', times: 1 });
      const { challengeId, answer } = await ask(verification, as, body(target));
      const code = await codeOf(verification, challengeId);
      const stored = [await everythingStored()];
      await verification.service.start();
      await probe(async () => (await verification.events(as.correlationId)).length === 2);
      stored.push(await everythingStored());
      verification.clock.advance(2_000);
      await probe(async () => (await verification.sandbox.messagesTo(target)).length > 0);
      await verification.call(answerChallenge, { as, ...answer('000000') });
      await verification.call(answerChallenge, { as, ...answer(code) });
      stored.push(await everythingStored());
      const all = [...stored, ...verification.logged].join('\n');
      expect(all).not.toContain(target);
      // Six digits occur by chance within ids and times; as a word of its own a code does not.
      expect(all).not.toMatch(new RegExp(`(?<![\\w.:-])${code}(?![\\w.:-])`));
      expect(verification.logged.join()).toContain('a message was not taken');
    },
  );
});

describe('the public keys', () => {
  it('are published openly, and have no private part', async () => {
    const { body } = await request(verification.server).get(JWKS_PATH).expect(200);
    expect(body.keys).toMatchObject([{ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig' }]);
    expect(body.keys[0]).not.toHaveProperty('d');
  });
});
