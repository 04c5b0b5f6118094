import { randomUUID } from 'node:crypto';
import { type Client, newEmail, type Reply } from '../../src/client.js';
import { consentsTo, profile, signIn } from '../../src/individual.js';
import { createOperator } from '../callers.js';
import { eventually, inbox, newClient, query } from '../platform.js';
import { completion, password, type Seeded, seedDrafts, withCsrf } from '../seed-drafts.js';
import { once } from './scenario.js';

export const choice = { country: 'KR', type: 'individual', language: 'ko' };

/** A visitor who has begun to sign up. */
export async function draft(): Promise<{ client: Client; draftId: string }> {
  const client = newClient();
  const { body } = await client.expect(201, 'POST', '/registrations', { body: choice });
  return { client, draftId: body.draftId };
}

export const options = once(async () => (await newClient().expect(200, 'GET', '/registration-options')).body);

/** Updates what it has just read; of a draft that cannot be read any more, some version. */
export async function update(client: Client, part: 'consents' | 'profile', body: unknown): Promise<Reply> {
  const { headers } = await client.call('GET', '/registrations/current');
  const seen = { 'if-match': headers.get('etag') ?? '"1"' };
  return client.call('PUT', `/registrations/current/${part}`, { body, headers: seen });
}

export const giveConsents = async (client: Client): Promise<Reply> =>
  update(client, 'consents', consentsTo(await options()));

export const saveProfile = (client: Client, change: object = {}): Promise<Reply> =>
  update(client, 'profile', { ...profile, ...change });

export type Purpose = 'registration-email' | 'registration-phone';

export const ask = (client: Client, purpose: Purpose, target: string, headers = {}): Promise<Reply> =>
  client.call('POST', '/challenges', { body: { purpose, target, language: 'en' }, headers });

export const answer = (client: Client, challengeId: string, code: string): Promise<Reply> =>
  client.call('POST', `/challenges/${challengeId}/answers`, { body: { code } });

/** A challenge that its draft passed. `after`: a message to the same target that came before. */
export async function passed(client: Client, purpose: Purpose, target: string, after = '0') {
  const { challengeId } = (await ask(client, purpose, target)).body;
  const message = await inbox.next(target, { after });
  const { proof } = (await answer(client, challengeId, message.code ?? '')).body;
  return { challengeId, proof: proof as string, messageId: message.id };
}

export const redeem = (client: Client, proof: string): Promise<Reply> =>
  client.call('POST', '/registrations/current/proofs', { body: { proof } });

export async function prove(client: Client, purpose: Purpose, target: string, after?: string) {
  const { proof, messageId } = await passed(client, purpose, target, after);
  return { reply: await redeem(client, proof), messageId };
}

export const complete = (client: Client, headers = {}): Promise<Reply> =>
  client.call('POST', '/registrations/current/completion', { ...completion, headers });

const SEEDED_AT_ONCE = 15;
let pool: Promise<Seeded[]> = Promise.resolve([]);

/** A visitor whose sign-up only waits for a password, out of a pool that is filled again when it is empty. */
export async function ready(): Promise<Seeded> {
  pool = pool.then((people) => (people.length > 0 ? people : seedDrafts(SEEDED_AT_ONCE)));
  const next = (await pool).pop();
  if (!next) return ready();
  await withCsrf(next);
  return next;
}

/** A draft that has become a member, with the proof of one more passed challenge. */
export const completed = once(async () => {
  const { client } = await ready();
  const { proof } = await passed(client, 'registration-email', newEmail());
  await complete(client);
  return { client, proof };
});

/** A member who has just signed up, and what signs in. */
export async function member(): Promise<{ email: string; memberId: string }> {
  const { client, email } = await ready();
  return { email, memberId: (await complete(client)).body.memberId };
}

export async function signedIn(email: string): Promise<Client> {
  const client = newClient();
  await signIn(client, { email, phone: '', password });
  return client;
}

/** A member who only looks. */
export const onlooker = once(async () => signedIn((await member()).email));

export const operator = once(async () => {
  const [loginId, password] = [`ops-${randomUUID()}@example.com`, 'Night-2026-watch'];
  await createOperator(loginId, password);
  return { loginId, password };
});

/**
 * A call of a draft that has ended elsewhere, within the second in which this gateway may still believe in its cookie. When that second
 * has passed before the call arrives, it is tried again.
 */
export function afterItsEnd(
  { client, draftId }: { client: Client; draftId: string },
  call: () => Promise<Reply>,
): Promise<Reply> {
  const cookies = [...client.cookies];
  const setStatus = (status: string) =>
    query('identity', 'UPDATE registration_drafts SET status = ? WHERE id = ?', [status, draftId]);
  return eventually('a call in time', async () => {
    for (const [name, value] of cookies) client.cookies.set(name, value);
    await setStatus('open');
    await client.call('GET', '/registrations/current');
    await setStatus('superseded');
    const reply = await call();
    return reply.status === 401 ? null : reply;
  });
}

/** A read by a member who changes nothing. */
export const look = (path: string) => async (): Promise<Reply> => (await onlooker()).call('GET', path);
