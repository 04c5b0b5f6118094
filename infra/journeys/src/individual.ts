import { randomUUID } from 'node:crypto';
import { type Client, newEmail, newPhone, type Reply } from './client.js';
import type { Inbox } from './inbox.js';

/** A visitor who signs up. */
export interface Person {
  readonly email: string;
  readonly phone: string;
  readonly password: string;
}

export const newPerson = (): Person => ({ email: newEmail(), phone: newPhone(), password: 'Gate-2026-way' });

/** One step of a story: what is told, and the call's reply. */
export interface Step {
  readonly title: string;
  readonly reply: Reply;
}

export type Tell = (step: Step) => void | Promise<void>;

/** Signs up as an individual in Korea, step by step. Returns the account number. */
export async function signUp(client: Client, inbox: Inbox, person: Person, tell: Tell = () => {}): Promise<string> {
  const step = async (title: string, reply: Reply) => {
    await tell({ title, reply });
    return reply.body;
  };
  // Not told: it was before there was a draft, so only the platform's log has its record.
  const { body: options } = await client.expect(200, 'GET', '/registration-options');
  const started = await client.expect(201, 'POST', '/registrations', {
    body: { country: 'KR', type: 'individual', language: 'ko' },
  });
  await step('begins to sign up: Korea, individual', started);
  await step(
    'agrees to the terms, wants no news',
    await client.expect(200, 'PUT', '/registrations/current/consents', {
      body: consentsTo(options),
      headers: ifUnchangedSince(started),
    }),
  );
  await prove(client, inbox, 'registration-email', person.email, step);
  const proven = await prove(client, inbox, 'registration-phone', person.phone, step);
  await step(
    'fills in the profile',
    await client.expect(200, 'PUT', '/registrations/current/profile', {
      body: profile,
      headers: ifUnchangedSince(proven),
    }),
  );
  const done = await step(
    'chooses a password and becomes a member',
    await client.expect(201, 'POST', '/registrations/current/completion', {
      body: { password: person.password, passwordConfirmation: person.password },
      headers: { 'idempotency-key': randomUUID() },
    }),
  );
  return done.accountNo;
}

/** The header of an update of what a reply showed. */
const ifUnchangedSince = ({ headers }: Reply) => ({ 'if-match': headers.get('etag') ?? '' });

/** Asks for a code, reads it as the person would, gives it, and puts the proof on the draft, which it returns. */
export async function prove(
  client: Client,
  inbox: Inbox,
  purpose: 'registration-email' | 'registration-phone',
  target: string,
  step: (title: string, reply: Reply) => Promise<Reply['body']>,
): Promise<Reply> {
  const what = purpose === 'registration-email' ? 'e-mail' : 'SMS';
  const challenge = await step(
    `asks for a code by ${what}`,
    await client.expect(202, 'POST', '/challenges', { body: { purpose, target, language: 'ko' } }),
  );
  const message = await inbox.next(target);
  const answer = await step(
    `types the code ${message.code}`,
    await client.expect(200, 'POST', `/challenges/${challenge.challengeId}/answers`, { body: { code: message.code } }),
  );
  const proven = await client.expect(200, 'POST', '/registrations/current/proofs', { body: { proof: answer.proof } });
  await step('the proof goes onto the sign-up', proven);
  return proven;
}

export async function signIn(client: Client, person: Person): Promise<Reply> {
  return client.expect(201, 'POST', '/sessions', { body: { loginId: person.email, password: person.password } });
}

/** Consents to every text of Korea's individuals, in Korean. */
export function consentsTo(options: Reply['body']): unknown {
  const korea = options.countries.find((entry: { country: string }) => entry.country === 'KR');
  const needed: string[] = korea.memberTypes.find((entry: { type: string }) => entry.type === 'individual').terms;
  const texts = options.terms as { version: string; language: string; textHash: string }[];
  return {
    terms: texts
      .filter((text) => text.language === 'ko' && needed.includes(text.version))
      .map(({ version, language, textHash }) => ({ version, language, textHash })),
    ageConfirmed: true,
  };
}

export const profile = {
  name: '김하늘',
  birthDate: '1990-04-05',
  address: { postalCode: '04524', region: '서울특별시', city: '중구', line1: '세종대로 110', line2: '3층' },
  language: 'ko',
  serviceField: 'it',
  howHeard: 'search',
};
