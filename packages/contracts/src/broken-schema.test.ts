import { describe, expect, it } from '@jest/globals';
import { brokenSchema } from './broken-schema.js';
import type { Json } from './json-schema.js';

const found = (before: Json, after: Json) => brokenSchema('it', before, after, 'read-by-others');

describe('what the documents show of a text is compared, not how they say it:', () => {
  it('a pattern beside a format says nothing more', () => {
    const time = { type: 'string', format: 'date-time' };
    expect(found({ ...time, pattern: '^long$' }, time)).toEqual([]);
    expect(found(time, { type: 'string', pattern: '^long$' })).toEqual(['it: its format changed']);
  });
  it('a class of Unicode is the ranges that other engines know', () => {
    const line = (pattern: string) => ({ type: 'string', pattern });
    expect(found(line('^\\P{C}+$'), line('^[^\\x00-\\x1f\\x7f-\\x9f]+$'))).toEqual([]);
  });
  it('a list of types is a list of alternatives', () => {
    const list = { type: ['string', 'null'] };
    const alternatives = { anyOf: [{ type: 'string' }, { type: 'null' }] };
    expect(found(list, alternatives)).toEqual([]);
    expect(found({ type: 'string' }, list)).toEqual(['it: the alternative "null" changed']);
    expect(found(list, { type: 'string' })).toEqual([]);
  });
});
