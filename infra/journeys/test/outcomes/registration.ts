import { randomUUID } from 'node:crypto';
import { newEmail, type Reply } from '../../src/client.js';
import { consentsTo, profile } from '../../src/individual.js';
import { newClient, query } from '../platform.js';
import { seedDrafts, withCsrf } from '../seed-drafts.js';
import * as people from './people.js';
import { once, type Scenarios } from './scenario.js';

type Caller = Awaited<ReturnType<typeof people.draft>>;

/** What every endpoint of a draft may answer with; `call` is one that would succeed. */
const draftErrors = (call: (client: Caller['client'], proof: string) => Promise<Reply>) => ({
  'identity.registration_not_found': async () => {
    const draft = await people.draft();
    const { proof } = await people.passed(draft.client, 'registration-email', newEmail());
    return people.afterItsEnd(draft, () => call(draft.client, proof));
  },
  'identity.registration_completed': async () => {
    const { client, proof } = await people.completed();
    return call(client, proof);
  },
});

/** What an update of a draft answers with when its caller names no version, or one that nobody ever saw. */
const versionErrors = (
  part: string,
  body: () => Promise<unknown>,
  draft: () => Promise<{ client: Caller['client'] }>,
) => {
  const put = async (headers: Record<string, string>) =>
    (await draft()).client.call('PUT', `/registrations/current/${part}`, { body: await body(), headers });
  return {
    'gateway.precondition_required': () => put({}),
    'gateway.precondition_failed': () => put({ 'if-match': '"999"' }),
  };
};

/** A phone number that serves as many accounts as it may, a draft that proved it before, and its last message. */
const fullPhone = once(async () => {
  const [{ client }, first] = [await people.draft(), await people.ready()];
  const { phone } = first;
  await people.giveConsents(client);
  await people.prove(client, 'registration-email', newEmail());
  const { messageId } = await people.prove(client, 'registration-phone', phone);
  await people.saveProfile(client);
  await people.complete(first.client);
  // Only hashes of numbers are stored. So every number that serves an account is full now: nobody else uses one twice.
  await query('identity', 'UPDATE member_phones SET accounts = 5');
  return { client, phone, messageId };
});

/** A draft of an e-mail address that has become a member meanwhile. */
const lateDraft = once(async () => {
  const email = newEmail();
  const [first, late] = await Promise.all((await seedDrafts(2, email)).map(withCsrf));
  if (!first || !late) throw new Error('two drafts were seeded');
  await people.complete(first);
  return { email, client: late };
});

const read = (client: Caller['client']) => client.call('GET', '/registrations/current');
const resume = (client: Caller['client']) => client.call('POST', '/registrations/current/resume');
const start = (change: object) => newClient().call('POST', '/registrations', { body: { ...people.choice, ...change } });

export const registrationScenarios: Scenarios = {
  getRegistrationOptions: { success: () => newClient().call('GET', '/registration-options') },

  getTerms: {
    success: async () => {
      const [text] = (await people.options()).terms;
      return newClient().call('GET', `/terms/${text.version}/${text.language}`);
    },
    'identity.terms_not_found': () => newClient().call('GET', '/terms/none-2000-01-01/ko'),
  },

  startRegistration: {
    success: () => start({}),
    'identity.country_not_offered': () => start({ country: 'AQ' }),
    'identity.member_type_not_offered': () => start({ type: 'business' }),
    'identity.registration_budget_exhausted': async () => {
      const client = newClient();
      const once = () => client.call('POST', '/registrations', { body: people.choice });
      await Promise.all(Array.from({ length: 20 }, once));
      return once();
    },
  },

  getRegistration: { success: async () => read((await people.draft()).client), ...draftErrors(read) },

  giveConsents: {
    success: async () => people.giveConsents((await people.draft()).client),
    ...draftErrors(people.giveConsents),
    'identity.consents_refused': async () => people.update((await people.draft()).client, 'consents', { terms: [] }),
    ...versionErrors('consents', async () => consentsTo(await people.options()), people.draft),
  },

  redeemProof: {
    success: async () => {
      const { client } = await people.draft();
      await people.giveConsents(client);
      return (await people.prove(client, 'registration-email', newEmail())).reply;
    },
    ...draftErrors(people.redeem),
    'identity.step_out_of_order': async () =>
      (await people.prove((await people.draft()).client, 'registration-email', newEmail())).reply,
    'identity.email_taken': async () => {
      const { client } = await people.draft();
      await people.giveConsents(client);
      return (await people.prove(client, 'registration-email', (await lateDraft()).email)).reply;
    },
    'identity.phone_in_use': async () => {
      const [{ client }, { phone, messageId }] = [await people.draft(), await fullPhone()];
      await people.giveConsents(client);
      await people.prove(client, 'registration-email', newEmail());
      return (await people.prove(client, 'registration-phone', phone, messageId)).reply;
    },
    'identity.proof_refused': async () => people.redeem((await people.draft()).client, 'no.proof.atall'),
    'identity.proof_redeemed': async () => {
      const { client } = await people.draft();
      await people.giveConsents(client);
      const { proof } = await people.passed(client, 'registration-email', newEmail());
      await people.redeem(client, proof);
      return people.redeem(client, proof);
    },
  },

  resumeRegistration: {
    success: async () => {
      const [{ client, email }] = (await seedDrafts(1)) as [Awaited<ReturnType<typeof people.ready>>];
      const later = await people.draft();
      await people.giveConsents(later.client);
      await people.prove(later.client, 'registration-email', email);
      await read(client);
      return resume(later.client);
    },
    ...draftErrors(resume),
    'identity.nothing_to_resume': async () => resume((await people.draft()).client),
  },

  updateRegistration: {
    success: async () => people.saveProfile((await people.ready()).client),
    ...draftErrors((client) => people.saveProfile(client)),
    'identity.step_out_of_order': async () => people.saveProfile((await people.draft()).client),
    'identity.profile_refused': async () =>
      people.saveProfile((await people.ready()).client, { birthDate: '1800-01-01' }),
    ...versionErrors('profile', async () => profile, people.ready),
  },

  completeRegistration: {
    success: async () => people.complete((await people.ready()).client),
    ...draftErrors((client) => people.complete(client)),
    'identity.step_out_of_order': async () => people.complete((await people.draft()).client),
    'identity.email_taken': async () => people.complete((await lateDraft()).client),
    'identity.phone_in_use': async () => people.complete((await fullPhone()).client),
    'identity.password_refused': async () =>
      (await people.ready()).client.call('POST', '/registrations/current/completion', {
        body: { password: 'short', passwordConfirmation: 'short' },
      }),
    replayed: async () => {
      const [{ client }, headers] = [await people.ready(), { 'idempotency-key': randomUUID() }];
      await people.complete(client, headers);
      return people.complete(client, headers);
    },
    'gateway.idempotency_key_reused': async () => {
      const [{ client }, headers] = [await people.ready(), { 'idempotency-key': randomUUID() }];
      await people.complete(client, headers);
      const body = { password: 'Other-2026-way', passwordConfirmation: 'Other-2026-way' };
      return client.call('POST', '/registrations/current/completion', { body, headers });
    },
  },
};
