import { z } from 'zod';
import { defineEndpoint } from '../endpoint.js';
import { publicField } from '../field.js';
import { country, language, memberType } from '../primitives.js';

/** Lower-case hex of a SHA-256. */
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits');
/** Document and date, such as `service-2026-11-01`. */
const termsVersion = z
  .string()
  .max(64)
  .regex(/^[a-z]+-\d{4}-\d{2}-\d{2}$/, 'name and date of a text of terms');
/** Parts of a profile that a country may or may not need. */
const requiredField = z.string().max(64);

/** Which text of which terms was agreed to (product R2). */
export const agreedTerms = z
  .strictObject({
    version: publicField(termsVersion, 'Version of the terms.'),
    textHash: publicField(sha256, 'SHA-256 of the text that was shown.'),
    language: publicField(language, 'Language in which it was shown.'),
  })
  .meta({ id: 'AgreedTerms' });
export type AgreedTerms = z.infer<typeof agreedTerms>;

const reading = {
  service: 'identity',
  method: 'GET',
  auth: ['anonymous'],
  stages: [],
  gate: 'exempt',
  readOnly: true,
  audit: 'always',
  invalidates: [],
  sets: [],
  emits: [],
  idempotent: false,
  rate: 'normal',
} as const;

export const getRegistrationOptions = defineEndpoint({
  ...reading,
  name: 'getRegistrationOptions',
  summary: 'See countries, kinds of member, required fields and terms',
  path: '/registration-options',
  action: 'ViewRegistrationOptions',
  resource: { type: 'RegistrationOptions' },
  errors: {},
  request: {},
  response: {
    status: 200,
    description: 'All options.',
    body: z
      .object({
        languages: publicField(z.array(language), 'Languages of pages, mails and terms.'),
        countries: publicField(
          z.array(
            z.object({
              country: publicField(country, 'Country.'),
              minimumAge: publicField(z.number().int().nullable(), 'Age to be confirmed; null when none.'),
              memberTypes: publicField(
                z.array(
                  z.object({
                    type: publicField(memberType, 'Kind of member.'),
                    offered: publicField(z.boolean(), 'Whether one can sign up as it today.'),
                    requiredFields: publicField(
                      z.array(requiredField),
                      'Fields of the profile, such as `address.city`.',
                    ),
                    terms: publicField(z.array(termsVersion), 'Versions of the terms to agree to.'),
                  }),
                ),
                'Kinds of member.',
              ),
            }),
          ),
          'Countries of residence.',
        ),
        terms: publicField(
          z.array(
            z.object({
              version: publicField(termsVersion, 'Version.'),
              language: publicField(language, 'Language.'),
              title: publicField(z.string(), 'Title.'),
              textHash: publicField(sha256, 'SHA-256 of the text, to be sent back with the consent.'),
            }),
          ),
          'Texts of terms; read one by its version and language.',
        ),
      })
      .meta({ id: 'RegistrationOptions' }),
  },
});

export const getTerms = defineEndpoint({
  ...reading,
  name: 'getTerms',
  summary: 'Read one text of terms',
  path: '/terms/{version}/{language}',
  action: 'ViewTerms',
  resource: { type: 'Terms', id: 'version' },
  errors: { 'identity.terms_not_found': { status: 404, title: 'There are no such terms' } },
  request: {
    params: z.strictObject({
      version: publicField(termsVersion, 'Version of the terms.'),
      language: publicField(language, 'Language of the text.'),
    }),
    sample: { params: { version: 'service-2026-11-01', language: 'en' } },
  },
  response: {
    status: 200,
    description: 'The text.',
    body: z
      .object({
        version: publicField(termsVersion, 'Version.'),
        language: publicField(language, 'Language.'),
        title: publicField(z.string(), 'Title.'),
        text: publicField(z.string(), 'Text, in Markdown.'),
        textHash: publicField(sha256, 'SHA-256 of the text.'),
      })
      .meta({ id: 'Terms' }),
  },
});
