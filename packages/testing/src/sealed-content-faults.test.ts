import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createProtection } from '@genkan/credentials/protection';
import { defineSealedContent } from '@genkan/credentials/sealed-content';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { faultsOf } from './sealed-content-faults.js';

const schema = z.object({ name: z.string() });
const card = defineSealedContent({ name: 'card', version: 1, schema });
const sealKey = new Uint8Array(32).fill(7);
const sealed = createProtection({ sealKey, indexKey: sealKey }).seal(card, { name: 'Kim' }, '1').toString('base64');
const sample = { row: '1', stored: { $version: 1, name: 'Kim' }, sealed };

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'golden-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function faults(content: typeof card, samples: readonly object[]) {
  writeFileSync(join(folder, 'card.v1.json'), JSON.stringify(samples));
  return faultsOf(content, pathToFileURL(`${folder}/`));
}

describe('the faults of a sealed content', () => {
  it('are none when its samples open and say what its schema says', () => {
    expect(faults(card, [sample])).toEqual([]);
  });

  it.each([
    ['a version without samples', { ...card, version: 2 }, [sample], 'there is no card.v2.json'],
    ['a file without samples', card, [], 'there is no card.v1.json'],
    ['a sample that is not sealed yet', card, [{ ...sample, sealed: undefined }], 'card.v1.json: add "sealed": "'],
    [
      'a sample that was edited',
      card,
      [{ ...sample, stored: { name: 'Lee' } }],
      'something else is sealed than stored',
    ],
    ['a sample of another row', card, [{ ...sample, row: '2' }], 'SealBroken'],
    ['a field without a default', { ...card, schema: schema.extend({ city: z.string() }) }, [sample], 'at: city'],
    [
      'a field with a default in the same version',
      { ...card, schema: schema.extend({ city: z.string().default('') }) },
      [sample],
      'it is a new version',
    ],
    ['a field that is gone', { ...card, schema: z.object({}) }, [sample], 'it is a new version'],
  ])('name %s', (_, content, samples, fault) => {
    expect(faults(content as typeof card, samples)).toEqual([expect.stringContaining(fault)]);
  });
});
