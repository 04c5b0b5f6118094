import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { createProtection } from './protection.js';
import { createSealer, SealBroken } from './seal.js';
import {
  defineSealedContent,
  readContent,
  SealedContentBroken,
  SealedContentNewer,
  writeContent,
} from './sealed-content.js';

const [sealKey, indexKey] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
const { seal, open, openToChange } = createProtection({ sealKey, indexKey });

const card = z.object({ name: z.string(), address: z.object({ city: z.string() }) });
const first = defineSealedContent({ name: 'card', version: 1, schema: card });
const second = defineSealedContent({
  name: 'card',
  version: 2,
  schema: card.extend({ nationality: z.string().nullable().default(null) }),
});
const fourth = defineSealedContent({
  name: 'card',
  version: 4,
  schema: z.object({ names: z.array(z.string()), nationality: z.string().nullable().default(null) }),
  upgrades: {
    3: (older) => {
      const { name, ...rest } = z.looseObject({ name: z.string() }).parse(older);
      return { ...rest, names: [name] };
    },
  },
});
const kim = { name: 'Kim', address: { city: 'Seoul' } };

const thrownBy = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};

describe('sealed content', () => {
  it('opens as what was sealed, as this content of this row alone', () => {
    const sealed = seal(first, kim, '1');
    expect(open(first, sealed, '1')).toEqual(kim);
    expect(() => open(first, sealed, '2')).toThrow(SealBroken);
    expect(() => open({ ...first, name: 'letter' }, sealed, '1')).toThrow(SealBroken);
  });

  it('is stored with its version', () => {
    expect(JSON.parse(writeContent(second, { ...kim, nationality: 'KR' }))).toEqual({
      $version: 2,
      ...kim,
      nationality: 'KR',
    });
  });

  it('without a version is of the first: it was stored before contents had one', () => {
    const sealed = createSealer({ current: sealKey }).seal(JSON.stringify(kim), 'card:1');
    expect(open(first, sealed, '1')).toEqual(kim);
    expect(open(second, sealed, '1')).toEqual({ ...kim, nationality: null });
  });

  it('of an older version gets the default of a field that came later', () => {
    expect(openToChange(second, seal(first, kim, '1'), '1')).toEqual({ ...kim, nationality: null });
  });

  it('of an older version takes every step from there, and none before', () => {
    for (const text of [JSON.stringify(kim), writeContent(second, { ...kim, nationality: null })]) {
      expect(readContent(fourth, text)).toEqual({ names: ['Kim'], nationality: null });
    }
    const today = { names: ['Kim', 'Lee'], nationality: 'KR' };
    expect(readContent(fourth, writeContent(fourth, today))).toEqual(today);
  });

  it('of a newer version is read as far as it is known, and never changed', () => {
    const sealed = seal(second, { ...kim, nationality: 'KR' }, '1');
    expect(open(first, sealed, '1')).toEqual(kim);
    expect(() => openToChange(first, sealed, '1')).toThrow(SealedContentNewer);
  });

  it('of a newer version in another shape is not read', () => {
    const error = thrownBy(() => readContent(second, writeContent(fourth, { names: ['Kim'], nationality: null })));
    expect(error).toBeInstanceOf(SealedContentNewer);
    expect(error).toMatchObject({ message: 'the sealed card has version 4, and this release knows 2' });
  });

  it.each([
    ['{"name":"Kim","address":{"city":7}}', 'address.city'],
    ['{"$version":1,"address":{}}', 'name, address.city'],
    ['"Kim"', 'the whole'],
    ['Kim, Seoul', 'the whole'],
  ])('that is %s is broken, and the error says where without a value', (text, paths) => {
    const error = thrownBy(() => readContent(first, text));
    expect(error).toBeInstanceOf(SealedContentBroken);
    expect(error).toMatchObject({ message: `the sealed card of version 1 does not fit its schema at: ${paths}` });
    expect(error).not.toHaveProperty('cause');
  });

  it('is broken where a step cannot read it', () => {
    expect(() => readContent(fourth, '{"$version":3,"name":7}')).toThrow(SealedContentBroken);
  });
});
