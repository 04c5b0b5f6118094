import type { Refusal } from '@genkan/call/refusal';
import { describe, expect, it } from '@jest/globals';
import { changedFields, checkProfile } from './check-profile.js';
import type { Requirements } from './registration-rules.js';

const now = new Date('2026-11-23T09:00:00.000Z');
const required: Requirements = {
  type: 'individual',
  offered: true,
  terms: [],
  minimumAge: 14,
  requiredFields: ['name', 'address.line1', 'address.postalCode', 'address.city'],
};
const profile = {
  name: '김하늘',
  birthDate: '1990-01-01',
  address: { line1: 'Road 1', postalCode: '04524', city: 'Seoul' },
  language: 'ko',
  serviceField: 'it',
  howHeard: 'search',
} as const;

function refusedFields(given: Parameters<typeof checkProfile>[0], rules = required): string[] {
  try {
    checkProfile(given, rules, now);
    return [];
  } catch (error) {
    return ((error as Refusal<string>).fieldErrors ?? []).map(({ field, code }) => `${field} ${code}`);
  }
}

describe('a profile', () => {
  it('is accepted with everything that the country asks for', () => {
    expect(refusedFields(profile)).toEqual([]);
  });

  it('is refused with every missing field named at once', () => {
    expect(refusedFields({ ...profile, birthDate: '2020-01-01', address: { line1: 'Road 1' } })).toEqual([
      'body.address.postalCode required',
      'body.address.city required',
      'body.birthDate too_young',
    ]);
  });

  it.each([
    ['the 14th birthday', '2012-11-23', []],
    ['the day before it', '2012-11-24', ['body.birthDate too_young']],
    ['tomorrow', '2026-11-24', ['body.birthDate out_of_range']],
    ['the last day of 1899', '1899-12-31', ['body.birthDate out_of_range']],
    ['the first day of 1900', '1900-01-01', []],
  ])('judges a birth on %s by the minimum age of 14', (_, birthDate, expected) => {
    expect(refusedFields({ ...profile, birthDate })).toEqual(expected);
  });

  it('may be of any age where the country asks for none', () => {
    expect(refusedFields({ ...profile, birthDate: '2026-11-23' }, { ...required, minimumAge: null })).toEqual([]);
  });
});

describe('changed fields', () => {
  it('are all fields of a first profile', () => {
    expect(changedFields(null, { ...profile, address: { line1: 'Road 1' } })).toEqual([
      'address.line1',
      'birthDate',
      'howHeard',
      'language',
      'name',
      'serviceField',
    ]);
  });

  it('name what was changed, added and removed', () => {
    const after = { ...profile, name: 'Kim', address: { line1: 'Road 1', city: 'Seoul', line2: 'Floor 2' } };
    expect(changedFields(profile, after)).toEqual(['address.line2', 'address.postalCode', 'name']);
  });

  it('are none when nothing was', () => {
    expect(changedFields(profile, structuredClone(profile))).toEqual([]);
  });
});
