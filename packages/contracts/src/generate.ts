import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { asyncApiDocument } from './asyncapi.js';
import { catalog } from './catalog.js';
import { sampleData } from './event.js';
import { eventMap } from './event-map.js';
import { openApiDocument } from './openapi.js';
import { readableJson } from './readable-json.js';
import { policyDocumentSchema } from './sub-account/policy-document-schema.js';

const root = new URL('../../../../', import.meta.url);
const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** Every generated file by its path below the repository's root. */
export const generatedFiles = (): Record<string, string> => ({
  'docs/api/openapi.json': readableJson(openApiDocument(catalog)),
  'docs/api/asyncapi.json': readableJson(asyncApiDocument(catalog)),
  'docs/api/policy-document.schema.json': readableJson(policyDocumentSchema()),
  'docs/event-map.md': eventMap(catalog),
});

/** Golden samples: one released message value per event type. An existing one is never written again. */
export const goldenFiles = (): Record<string, string> =>
  Object.fromEntries(
    catalog.events.map((event) => [`packages/contracts/golden/${event.type}.json`, json(sampleData(event))]),
  );

export const readFromRoot = (path: string): string | null => {
  try {
    return readFileSync(new URL(path, root), 'utf8');
  } catch {
    return null;
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(new URL('docs/api/', root), { recursive: true });
  mkdirSync(new URL('packages/contracts/golden/', root), { recursive: true });
  for (const [path, text] of Object.entries(generatedFiles())) writeFileSync(new URL(path, root), text);
  for (const [path, text] of Object.entries(goldenFiles())) {
    if (readFromRoot(path) === null) writeFileSync(new URL(path, root), text);
  }
}
