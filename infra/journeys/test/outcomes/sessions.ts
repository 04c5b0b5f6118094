import { type Client, newEmail, type Reply } from '../../src/client.js';
import { newClient, query } from '../platform.js';
import { password } from '../seed-drafts.js';
import * as people from './people.js';
import { once, type Scenarios } from './scenario.js';

const nobodys = '019ab000-0000-7000-8000-00000000dead';
const owner = once(people.member);

/** A path that signs in, with what is right there. */
const signInScenarios = (path: string, right: () => Promise<object>) => {
  const tryWith = (client: Client, body: object): Promise<Reply> => client.call('POST', path, { body });
  return {
    success: async () => tryWith(newClient(), await right()),
    'identity.sign_in_failed': async () => tryWith(newClient(), { ...(await right()), password: 'Wrong-2026-way' }),
    'identity.sign_in_locked': async () => {
      const [client, nobody] = [newClient(), { loginId: newEmail(), password }];
      for (let guess = 1; guess <= 5; guess += 1) await tryWith(client, nobody);
      return tryWith(client, nobody);
    },
  };
};

export const sessionScenarios: Scenarios = {
  signIn: signInScenarios('/sessions', async () => ({ loginId: (await owner()).email, password })),
  signInAsOperator: signInScenarios('/operator-sessions', people.operator),
  listSessions: { success: people.look('/sessions') },

  getMember: {
    success: people.look('/member'),
    'identity.member_not_found': async () => {
      const { email, memberId } = await people.member();
      const client = await people.signedIn(email);
      await query('identity', 'DELETE FROM members WHERE id = ?', [memberId]);
      return client.call('GET', '/member');
    },
  },

  signOut: { success: async () => (await people.signedIn((await owner()).email)).call('DELETE', '/sessions/current') },

  endSession: {
    success: async () => {
      const client = await people.signedIn((await owner()).email);
      const { items } = (await client.call('GET', '/sessions')).body;
      const own = items.find((item: { current: boolean }) => item.current);
      return client.call('DELETE', `/sessions/${own.sessionId}`);
    },
    'identity.session_not_found': async () => (await people.onlooker()).call('DELETE', `/sessions/${nobodys}`),
  },

  endAllSessions: {
    success: async () => {
      const { email } = await people.member();
      await people.signedIn(email);
      return (await people.signedIn(email)).call('DELETE', '/sessions');
    },
  },

  listDevices: { success: people.look('/devices') },

  forgetDevice: {
    success: async () => {
      const client = await people.signedIn((await owner()).email);
      const { items } = (await client.call('GET', '/devices')).body;
      const own = items.find((item: { current: boolean }) => item.current);
      return client.call('DELETE', `/devices/${own.deviceId}`);
    },
    'identity.device_not_found': async () => (await people.onlooker()).call('DELETE', `/devices/${nobodys}`),
  },

  forgetDevices: {
    success: async () => (await people.signedIn((await people.member()).email)).call('DELETE', '/devices'),
  },
};
