import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { createProtection } from '@genkan/credentials/protection';
import { createSealer } from '@genkan/credentials/seal';
import type { SealedContent } from '@genkan/credentials/sealed-content';

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
 * Why rows of a service with sealed content might not open, as sentences: none, if today's code opens what each version stored.
 * `service` is the service's folder; `golden/<name>.v<version>.json` in it is a list of samples. A released file is never edited.
 */
export async function sealedContentFaults(service: URL): Promise<string[]> {
  const contents = await contentsOf(new URL('dist/src/', service));
  return contents.flatMap((content) => faultsOf(content, new URL('golden/', service)));
}

/** What is wrong with one content and the samples of its versions in the folder `golden`. */
export function faultsOf(content: SealedContent, golden: URL): string[] {
  const versions = Array.from({ length: content.version }, (_, before) => before + 1);
  return versions.flatMap((version) => {
    const name = `${content.name}.v${version}.json`;
    const file = new URL(name, golden);
    const samples: Sample[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
    const faults = samples.flatMap((sample) => faultOf(content, version, sample) ?? []);
    return samples.length === 0 ? [`there is no ${name}`] : faults.map((fault) => `${name}: ${fault}`);
  });
}

function faultOf(content: SealedContent, version: number, { row, stored, sealed }: Sample): string | null {
  const place = `${content.name}:${row}`;
  if (!sealed) return `add "sealed": "${sealer.seal(JSON.stringify(stored), place).toString('base64')}"`;
  const bytes = Buffer.from(sealed, 'base64');
  try {
    if (!isDeepStrictEqual(JSON.parse(sealer.open(bytes, place)), stored))
      return 'something else is sealed than stored';
    const opened = open(content, bytes, row);
    const isCurrent = version === content.version;
    return isCurrent && !isDeepStrictEqual(opened, fieldsOf(stored))
      ? 'the schema says more or less: it is a new version'
      : null;
  } catch (error) {
    return String(error);
  }
}

function fieldsOf(stored: unknown): object {
  const { $version: _, ...fields } = stored as { readonly $version?: number };
  return fields;
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
  ['name', 'version', 'schema'].every((field) => field in exported);
