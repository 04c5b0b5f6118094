import { randomUUID } from 'node:crypto';
import { systemIds } from '@genkan/config/ids';
import { drawToken, tokenDigest } from '@genkan/credentials/opaque-token';
import type { EntityManager } from 'typeorm';
import type { Protection } from '../../src/protection.js';
import { type Draft, startDraft } from '../../src/registration/draft.js';
import { mysqlDraftRepository } from '../../src/registration/draft-repository.js';
import type { RegistrationRules } from '../../src/registration/registration-rules.js';

/** A draft with every step done, and what its holder's cookie would hold. */
export interface SeededDraft {
  readonly draftId: string;
  readonly secret: string;
  readonly email: string;
  readonly phone: string;
}

export interface Seed {
  readonly manager: EntityManager;
  readonly protection: Protection;
  readonly rules: RegistrationRules;
  readonly now: Date;
}

const profile = {
  name: '홍길동아무개',
  birthDate: '1990-04-17',
  address: { postalCode: '04524', line1: '세종대로 110' },
  language: 'ko',
  serviceField: 'game',
  howHeard: 'recommendation',
} as const;

/** Puts a draft into the database that only waits for its password: the budgets for mail forbid the real way to many. */
export async function seedDraft(seed: Seed, contact: { email: string; phone: string }): Promise<SeededDraft> {
  const { manager, protection, rules, now } = seed;
  const id = systemIds.uuid();
  const secret = drawToken(systemIds);
  const terms = rules.terms
    .filter(({ language }) => language === 'ko')
    .map(({ version, language, textHash }) => ({ version, language, textHash }));
  const draft: Draft = {
    ...startDraft({ country: 'KR', type: 'individual', language: 'ko' }, { id, now }),
    consents: { terms, marketing: { email: true, sms: false }, ageConfirmed: true, givenAt: now.toISOString() },
    email: { target: contact.email, challengeId: randomUUID() },
    phone: { target: contact.phone, challengeId: randomUUID() },
    profile,
  };
  await mysqlDraftRepository(protection).add(manager, draft, tokenDigest(secret));
  return { draftId: id, secret, ...contact };
}
