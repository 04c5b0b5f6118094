import { howHeard, type IndividualProfile, serviceField } from '@genkan/contracts/identity/members';
import type { AgreedTerms } from '@genkan/contracts/identity/registration-options';
import { language } from '@genkan/contracts/primitives';
import { defineSealedContent, type SchemasOf } from '@genkan/credentials/sealed-content';
import { z } from 'zod';
import { storedAddress } from '../members/compose-members.js';

const agreedTerms = z.object({
  version: z.string(),
  textHash: z.string(),
  language,
} satisfies SchemasOf<AgreedTerms>);

const consents = z.object({
  terms: z.array(agreedTerms),
  marketing: z.object({ email: z.boolean(), sms: z.boolean() }),
  ageConfirmed: z.boolean(),
  /** RFC 3339, UTC. */
  givenAt: z.string(),
});

/** An address that a passed challenge proved. */
const provenContact = z.object({
  /** Normalised e-mail address or E.164 number. */
  target: z.string(),
  challengeId: z.string(),
});

const profile = z.object({
  name: z.string(),
  birthDate: z.string(),
  address: storedAddress,
  language,
  serviceField,
  howHeard,
} satisfies SchemasOf<IndividualProfile>);

/** What a visitor has told so far: a part is null until its step is done. It never holds a password. */
export const draftContent = defineSealedContent({
  name: 'draft',
  version: 1,
  schema: z.object({
    consents: consents.nullable(),
    email: provenContact.nullable(),
    phone: provenContact.nullable(),
    profile: profile.nullable(),
  }),
});
