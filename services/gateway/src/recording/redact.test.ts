import { personalField, publicField, secretField } from '@genkan/contracts/field';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { redact } from './redact.js';

const schema = z.strictObject({
  country: publicField(z.string().length(2), 'Country.'),
  size: publicField(z.coerce.number().max(100).default(20), 'Size.'),
  email: personalField(z.string(), 'E-mail.'),
  password: secretField(z.string(), 'Password.'),
  forgotten: z.string(),
  address: publicField(
    z.strictObject({
      city: publicField(z.string(), 'City.'),
      street: personalField(z.string(), 'Street.'),
      door: z.string(),
    }),
    'Address.',
  ),
  consents: publicField(
    z.array(z.strictObject({ terms: publicField(z.string(), 'Terms.'), by: personalField(z.string(), 'Who.') })),
    'Consents.',
  ),
});

describe('redact', () => {
  it('keeps public values, masks personal ones, drops secret and unclassified ones, at every depth', () => {
    const value = {
      country: 'KR',
      size: '50',
      email: 'kim@example.com',
      password: 'hunter2',
      forgotten: 'x',
      address: { city: 'Seoul', street: 'Teheran-ro 1', door: '7' },
      consents: [{ terms: 'v1', by: 'Kim' }],
    };
    expect(redact(schema, value)).toEqual({
      country: 'KR',
      size: '50',
      email: '***',
      address: { city: 'Seoul', street: '***' },
      consents: [{ terms: 'v1', by: '***' }],
    });
  });

  it('keeps nothing of values and fields that the contract does not have', () => {
    const value = { country: '<script>', size: 1e9, address: 'x', consents: { 0: 'x' }, admin: true, toString: 'x' };
    expect(redact(schema, value)).toEqual({
      country: '(invalid)',
      size: '(invalid)',
      address: '(invalid)',
      consents: '(invalid)',
    });
  });

  it('is not led astray by fields of every object', () => {
    const value = JSON.parse('{"__proto__": {"country": "KR"}, "constructor": 1}');
    expect(redact(schema, value)).toEqual({});
  });

  it.each([null, 'text', 7, undefined])('keeps nothing of %j', (value) => {
    expect(redact(schema, value)).toBeNull();
  });

  it('keeps at most twenty entries of a list', () => {
    const consents = Array.from({ length: 1_000 }, () => ({ terms: 'v1', by: 'Kim' }));
    expect(redact(schema, { consents })?.consents).toHaveLength(20);
  });
});
