import type { Refusal } from '@genkan/call/refusal';
import { describe, expect, it } from '@jest/globals';
import { checkConsents } from './check-consents.js';
import type { Requirements, TermsText } from './registration-rules.js';

const published: TermsText[] = ['service-2026-11-01', 'privacy-2026-11-01'].flatMap((version) =>
  (['ko', 'en'] as const).map((language) => ({
    version,
    language,
    title: version,
    text: version,
    textHash: `${version} in ${language}`,
  })),
);
const required: Requirements = {
  type: 'individual',
  offered: true,
  minimumAge: 14,
  requiredFields: [],
  terms: ['service-2026-11-01', 'privacy-2026-11-01'],
};
const agreed = (version: string, language: 'ko' | 'en' = 'ko') => ({
  version,
  language,
  textHash: `${version} in ${language}`,
});
const service = agreed('service-2026-11-01');
const privacy = agreed('privacy-2026-11-01');

function refused(terms: (typeof service)[], ageConfirmed = true, rules = required): string[] {
  try {
    checkConsents({ terms, ageConfirmed }, rules, published);
    return [];
  } catch (error) {
    return ((error as Refusal<string>).fieldErrors ?? []).map(({ field, code }) => `${field} ${code}`);
  }
}

describe('consents', () => {
  it('are accepted to all texts in force, each in any language', () => {
    expect(refused([service, agreed('privacy-2026-11-01', 'en')])).toEqual([]);
  });

  it('are refused with everything that is missing at once', () => {
    expect(refused([], false)).toEqual(['body.terms required', 'body.terms required', 'body.ageConfirmed required']);
  });

  it('are refused to another text than the published one', () => {
    expect(refused([service, { ...privacy, textHash: 'edited' }])).toEqual(['body.terms.1.textHash other_text']);
  });

  it('are refused to the text of another language', () => {
    expect(refused([service, { ...privacy, language: 'en' }])).toEqual(['body.terms.1.textHash other_text']);
  });

  it('are refused to terms that are not asked for, or twice', () => {
    expect(refused([service, privacy, agreed('billing-2026-11-01'), service])).toEqual([
      'body.terms.2.version not_asked_for',
      'body.terms.3.version twice',
    ]);
  });

  it('need no age where the country asks for none', () => {
    expect(refused([service, privacy], false, { ...required, minimumAge: null })).toEqual([]);
  });
});
