import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createProtection } from '@genkan/credentials/protection';
import { createSealer } from '@genkan/credentials/seal';
import type { SealedContent } from '@genkan/credentials/sealed-content';
import { describe, expect, it } from '@jest/globals';

/** A row as a release stored it: the JSON, and the bytes that it sealed under the key of the samples. */
interface Sample {
  readonly row: string;
  readonly stored: unknown;
  readonly sealed?: string;
}

const sealKey = new Uint8Array(32).fill(7);
const sealer = createSealer({ current: sealKey });
const { open } = createProtection({ sealKey, indexKey: sealKey });

/**
 * What every service with sealed content promises: today's code opens what each version stored. `service` is the service's folder;
 * `golden/<name>.v<version>.json` in it is a list of samples. A released file is never edited, and its digest stands in
 * `docs/api/released/golden.json`.
 *
 * @throws Error when the service defines none
 */
export async function sealedContentConformance(service: URL): Promise<void> {
  const contents = await contentsOf(new URL('dist/src/', service));
  const fileOf = ({ name }: SealedContent, version: number) => new URL(`golden/${name}.v${version}.json`, service);

  describe.each(contents.map((content) => [content.name, content] as const))('the sealed content %s', (_, content) => {
    const versions = Array.from({ length: content.version }, (_, before) => before + 1);

    it.each(versions)('has golden samples of version %i, which still open', (version) => {
      const samples = samplesIn(fileOf(content, version));
      expect(samples.length).toBeGreaterThan(0);
      for (const { row, stored, sealed = '' } of samples) {
        const place = `${content.name}:${row}`;
        if (!sealed)
          throw new Error(`add "sealed": "${sealer.seal(JSON.stringify(stored), place).toString('base64')}"`);
        const bytes = Buffer.from(sealed, 'base64');
        expect(JSON.parse(sealer.open(bytes, place))).toEqual(stored);
        expect(() => open(content, bytes, row)).not.toThrow();
      }
    });

    it('stores what the samples of its version say: another schema is another version', () => {
      for (const { row, stored } of samplesIn(fileOf(content, content.version))) {
        const bytes = sealer.seal(JSON.stringify(stored), `${content.name}:${row}`);
        const { $version = 1, ...fields } = stored as { readonly $version?: number };
        expect($version).toBe(content.version);
        expect(open(content, bytes, row)).toEqual(fields);
      }
    });
  });
}

/** All that a service defines, found in its compiled code, so that none is forgotten. */
async function contentsOf(src: URL): Promise<SealedContent[]> {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js'))
    .map((file) => new URL(file, src))
    .filter((file) => readFileSync(file, 'utf8').includes('defineSealedContent('));
  const modules: object[] = await Promise.all(files.map((file) => import(file.href)));
  return modules.flatMap((module) => Object.values(module)).filter(isSealedContent);
}

const isSealedContent = (exported: unknown): exported is SealedContent =>
  typeof exported === 'object' &&
  exported !== null &&
  'name' in exported &&
  'version' in exported &&
  'schema' in exported;

const samplesIn = (file: URL): Sample[] => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []);
