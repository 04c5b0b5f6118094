import { randomUUID } from 'node:crypto';
import { type Client, newEmail } from '../../src/client.js';
import { inbox, query } from '../platform.js';
import * as people from './people.js';
import { once, type Scenarios } from './scenario.js';

const nobodys = '019ab000-0000-7000-8000-00000000dead';
const resend = (client: Client, id: string) => client.call('POST', `/challenges/${id}/resends`);
const reissue = (client: Client, id: string) => client.call('POST', `/challenges/${id}/proof`);
const look = (client: Client, id: string) => client.call('GET', `/challenges/${id}`);
const asDraft = async () => (await people.draft()).client;

/** A challenge whose code was just sent. */
async function pending() {
  const [client, target] = [await asDraft(), newEmail()];
  const { challengeId } = (await people.ask(client, 'registration-email', target)).body;
  return { client, target, challengeId: challengeId as string };
}

const passed = once(async () => {
  const client = await asDraft();
  return { client, ...(await people.passed(client, 'registration-email', newEmail())) };
});

/** As if the minute were over in which no new code is sent. */
const wait = (challengeId: string) =>
  query('verification', 'UPDATE challenges SET code_sent_at = code_sent_at - INTERVAL 2 MINUTE WHERE id = ?', [
    challengeId,
  ]);

/** A target to which as many codes went in this hour as may. */
const exhausted = once(async () => {
  const challenge = await pending();
  for (let code = 2; code <= 5; code += 1) {
    await wait(challenge.challengeId);
    await resend(challenge.client, challenge.challengeId);
  }
  await wait(challenge.challengeId);
  return challenge;
});

export const challengeScenarios: Scenarios = {
  requestChallenge: {
    success: async () => people.ask(await asDraft(), 'registration-email', newEmail()),
    'verification.budget_exhausted': async () =>
      people.ask(await asDraft(), 'registration-email', (await exhausted()).target),
    'verification.target_invalid': async () => people.ask(await asDraft(), 'registration-email', 'nowhere'),
    'verification.resend_too_early': async () => {
      const { client, target } = await pending();
      return people.ask(client, 'registration-email', target);
    },
    replayed: async () => {
      const [client, target, headers] = [await asDraft(), newEmail(), { 'idempotency-key': randomUUID() }];
      await people.ask(client, 'registration-email', target, headers);
      return people.ask(client, 'registration-email', target, headers);
    },
    'gateway.idempotency_key_reused': async () => {
      const [client, headers] = [await asDraft(), { 'idempotency-key': randomUUID() }];
      await people.ask(client, 'registration-email', newEmail(), headers);
      return people.ask(client, 'registration-email', newEmail(), headers);
    },
  },

  resendChallenge: {
    success: async () => {
      const { client, challengeId } = await pending();
      await wait(challengeId);
      return resend(client, challengeId);
    },
    'verification.budget_exhausted': async () => {
      const { client, challengeId } = await exhausted();
      return resend(client, challengeId);
    },
    'verification.challenge_not_found': async () => resend(await asDraft(), nobodys),
    'verification.resend_too_early': async () => {
      const { client, challengeId } = await pending();
      return resend(client, challengeId);
    },
    'verification.challenge_over': async () => {
      const { client, challengeId } = await passed();
      return resend(client, challengeId);
    },
  },

  getChallenge: {
    success: async () => {
      const { client, challengeId } = await pending();
      return look(client, challengeId);
    },
    'verification.challenge_not_found': async () => look(await asDraft(), nobodys),
  },

  answerChallenge: {
    success: async () => {
      const [client, target] = [await asDraft(), newEmail()];
      const { challengeId } = (await people.ask(client, 'registration-email', target)).body;
      const { code } = await inbox.next(target);
      return people.answer(client, challengeId, code ?? '');
    },
    'verification.challenge_not_found': async () => people.answer(await asDraft(), nobodys, '000000'),
    'verification.code_wrong': async () => {
      const { client, challengeId } = await pending();
      return people.answer(client, challengeId, '000000');
    },
    'verification.challenge_over': async () => {
      const { client, challengeId } = await passed();
      return people.answer(client, challengeId, '000000');
    },
  },

  reissueProof: {
    success: async () => {
      const { client, challengeId } = await passed();
      return reissue(client, challengeId);
    },
    'verification.challenge_not_found': async () => reissue(await asDraft(), nobodys),
    'verification.challenge_not_passed': async () => {
      const { client, challengeId } = await pending();
      return reissue(client, challengeId);
    },
  },
};
