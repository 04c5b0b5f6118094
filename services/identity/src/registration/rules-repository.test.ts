import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { requirementsFor } from './registration-rules.js';
import { readRegistrationRules } from './rules-repository.js';

const shipped = fileURLToPath(new URL('../../../rules', import.meta.url));

describe('the shipped rules', () => {
  const rules = readRegistrationRules(shipped);

  it('have every text in all four languages, with the hash of its bytes', () => {
    expect(rules.terms).toHaveLength(8);
    for (const { version, language, title, textHash } of rules.terms) {
      const bytes = readFileSync(join(shipped, 'terms', `${version}.${language}.md`));
      expect(textHash).toBe(createHash('sha256').update(bytes).digest('hex'));
      expect(title).not.toBe('');
    }
  });

  it('ask residents of Korea for a postal code and an age of 14', () => {
    const required = requirementsFor(rules, { country: 'KR', type: 'individual' });
    expect(required).toMatchObject({ minimumAge: 14, terms: ['service-2026-11-01', 'privacy-2026-11-01'] });
    expect(required.requiredFields).toContain('address.postalCode');
  });

  it('do not offer business members yet', () => {
    expect(() => requirementsFor(rules, { country: 'KR', type: 'business' })).toThrow(
      'identity.member_type_not_offered',
    );
  });

  it('do not offer a country that is not listed', () => {
    expect(() => requirementsFor(rules, { country: 'AQ', type: 'individual' })).toThrow('identity.country_not_offered');
  });
});

describe('reading rules', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rules-'));
    mkdirSync(join(folder, 'terms'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (countries: object) => {
    const individual = { offered: true, terms: ['service-2026-11-01'], requiredFields: [] };
    const business = { ...individual, offered: false };
    const rules = { memberTypes: { individual, business }, countries };
    writeFileSync(join(folder, 'registration.json'), JSON.stringify(rules));
  };
  const writeTerms = (...languages: string[]) => {
    for (const language of languages) {
      writeFileSync(join(folder, 'terms', `service-2026-11-01.${language}.md`), '# Title\n\nText.\n');
    }
  };

  it('refuses terms that lack a language, and names the files', () => {
    write({ KR: { requiredFields: [] } });
    writeTerms('ko', 'ja');
    expect(() => readRegistrationRules(folder)).toThrow(
      'Terms without a text: service-2026-11-01.en.md, service-2026-11-01.zh-CN.md',
    );
  });

  it('refuses a text without a title', () => {
    write({ KR: { requiredFields: [] } });
    writeTerms('ko', 'en', 'ja', 'zh-CN');
    writeFileSync(join(folder, 'terms', 'service-2026-11-01.ko.md'), 'Text.\n');
    expect(() => readRegistrationRules(folder)).toThrow('service-2026-11-01.ko.md');
  });

  it('refuses a country that ISO 3166-1 does not have', () => {
    write({ XX: { requiredFields: [] } });
    writeTerms('ko', 'en', 'ja', 'zh-CN');
    expect(() => readRegistrationRules(folder)).toThrow('no country of ISO 3166-1');
  });
});
