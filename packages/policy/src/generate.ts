import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withGeneratedSections } from './manual/generated-sections.js';

/** The manual, into which tables are generated. */
export const manualFile = new URL('../../../../docs/policy.md', import.meta.url);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(manualFile, withGeneratedSections(readFileSync(manualFile, 'utf8')));
}
