import { personalField, publicField, secretField } from '@genkan/contracts/field';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { redactByClass } from './redact-by-class.js';

const schema = z.object({
  country: publicField(z.string().length(2), 'Country.'),
  email: personalField(z.email(), 'E-mail.'),
  phone: personalField(z.string().optional(), 'Phone.'),
  age: personalField(z.number().nullable(), 'Age.'),
  password: secretField(z.string(), 'Password.'),
  unclassified: z.string(),
});

describe('redactByClass', () => {
  it('keeps public fields, masks personal ones, and drops secret, unclassified and unknown ones', () => {
    const value = {
      country: 'KR',
      email: 'kim@example.com',
      phone: '+821012345678',
      age: 41,
      password: 'canary',
      unclassified: 'canary',
      unknown: 'canary',
    };
    expect(redactByClass(schema, value)).toEqual({
      country: 'KR',
      email: 'k***@example.com',
      phone: '+82 ***5678',
      age: '***',
    });
  });

  it('holds the class of an object, array or record for what is within it, unless that has its own', () => {
    const nested = z.object({
      resource: publicField(
        z.object({ nrn: z.string(), owner: personalField(z.string(), 'Owner.'), key: secretField(z.string(), 'Key.') }),
        'R.',
      ),
      actor: personalField(z.object({ type: publicField(z.string(), 'Type.'), name: z.string() }), 'A.'),
      tags: publicField(z.array(z.string()), 'T.'),
      names: personalField(z.array(z.string()).optional(), 'N.'),
      labels: publicField(z.record(z.string(), z.string()), 'L.'),
      vault: secretField(z.object({ open: publicField(z.string(), 'O.') }), 'V.'),
      plain: z.object({ seen: publicField(z.string(), 'S.'), unseen: z.string() }),
    });
    const value = {
      resource: { nrn: 'nrn:x', owner: 'Kim', key: 'canary' },
      actor: { type: 'member', name: 'Kim' },
      tags: ['a', 'b'],
      names: ['Kim', 'Lee'],
      labels: { a: '1' },
      vault: { open: 'canary' },
      plain: { seen: 'yes', unseen: 'canary' },
    };
    expect(redactByClass(nested, value)).toEqual({
      resource: { nrn: 'nrn:x', owner: 'K***' },
      actor: { type: 'member', name: 'K***' },
      tags: ['a', 'b'],
      names: ['K***', 'L***'],
      labels: { a: '1' },
      plain: { seen: 'yes' },
    });
  });

  it('follows the option of a union that the value is of', () => {
    const union = z.discriminatedUnion('type', [
      z.object({ type: publicField(z.literal('mail'), 'T.'), target: personalField(z.string(), 'T.') }),
      z.object({ type: publicField(z.literal('key'), 'T.'), target: secretField(z.string(), 'T.') }),
    ]);
    expect(redactByClass(union, { type: 'mail', target: 'kim@example.com' })).toEqual({
      type: 'mail',
      target: 'k***@example.com',
    });
    expect(redactByClass(union, { type: 'key', target: 'canary' })).toEqual({ type: 'key' });
    expect(redactByClass(union, { type: 'other', target: 'canary' })).toEqual({});
  });

  it('drops what the schema would refuse, because a password may be in the wrong field', () => {
    const refused = { country: 'canary', email: { password: 'canary' }, age: ['canary'], phone: 'canary' };
    expect(JSON.stringify(redactByClass(schema, refused))).not.toContain('canary');
    for (const value of [null, undefined, 'canary', ['canary'], 7]) expect(redactByClass(schema, value)).toEqual({});
  });

  it('never tells a secret, whatever is sent', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (anything, other) => {
        const told = JSON.stringify(
          redactByClass(schema, { country: anything, password: 'canary', unclassified: other, phone: other }),
        );
        expect(told).not.toContain('canary');
      }),
    );
    const polluted: unknown = JSON.parse('{"__proto__":{"country":"KR"},"constructor":"canary"}');
    expect(redactByClass(schema, polluted)).toEqual({});
  });
});
