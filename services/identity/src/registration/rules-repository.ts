import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { country, type Language, language, memberType } from '@genkan/contracts/primitives';
// Its main entry loads the names of all countries in all languages, 8 MB that nobody reads.
import countries from 'i18n-iso-countries/index.js';
import { z } from 'zod';
import type { CountryRules, RegistrationRules, TermsText } from './registration-rules.js';

const rulesFile = z.strictObject({
  memberTypes: z.record(
    memberType,
    z.strictObject({
      offered: z.boolean(),
      terms: z.array(z.string()).min(1),
      requiredFields: z.array(z.string()),
    }),
  ),
  countries: z.record(
    country.refine((code) => countries.isValid(code), 'no country of ISO 3166-1'),
    z.strictObject({
      minimumAge: z.number().int().positive().nullable().default(null),
      requiredFields: z.array(z.string()),
    }),
  ),
});

/**
 * Reads the rules from a folder: `registration.json` and `terms/<version>.<language>.md`, whose first line is the title.
 *
 * @throws Error that names everything that is wrong with them, so that a service with half a text does not start
 */
export function readRegistrationRules(folder: string): RegistrationRules {
  const { memberTypes, countries: byCountry } = rulesFile.parse(
    JSON.parse(readFileSync(join(folder, 'registration.json'), 'utf8')),
  );
  const terms = readTerms(join(folder, 'terms'));
  requireEveryLanguage(
    Object.values(memberTypes).flatMap((rules) => rules.terms),
    terms,
  );
  return {
    terms,
    countries: Object.entries(byCountry).map(
      ([code, { minimumAge, requiredFields }]): CountryRules => ({
        country: code,
        minimumAge,
        memberTypes: Object.entries(memberTypes).map(([type, rules]) => ({
          ...rules,
          type: memberType.parse(type),
          requiredFields: [...rules.requiredFields, ...requiredFields],
        })),
      }),
    ),
  };
}

function readTerms(folder: string): TermsText[] {
  return readdirSync(folder)
    .sort()
    .map((file) => {
      const [, version = '', tag] = /^([a-z]+-\d{4}-\d{2}-\d{2})\.([A-Za-z-]+)\.md$/.exec(file) ?? [];
      const text = readFileSync(join(folder, file), 'utf8');
      const title = /^# (.+)\n/.exec(text)?.[1];
      const known = language.safeParse(tag);
      if (!known.success || title === undefined) {
        throw new Error(`${file}: expected the name <version>.<language>.md and "# <title>" in the first line`);
      }
      const textHash = createHash('sha256').update(text).digest('hex');
      return { version, language: known.data, title, text, textHash };
    });
}

function requireEveryLanguage(versions: readonly string[], terms: readonly TermsText[]): void {
  const has = (version: string, wanted: Language) =>
    terms.some((text) => text.version === version && text.language === wanted);
  const missing = [...new Set(versions)].flatMap((version) =>
    language.options.filter((wanted) => !has(version, wanted)).map((wanted) => `${version}.${wanted}.md`),
  );
  if (missing.length > 0) throw new Error(`Terms without a text: ${missing.join(', ')}`);
}
