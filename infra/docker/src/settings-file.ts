import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes `service.env` for `node --env-file`. Only its owner may read it: it holds secrets. */
export function writeSettingsFile(folder: string, settings: Readonly<Record<string, string>>): void {
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${quoted(value)}\n`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'service.env'), lines.join(''), { mode: 0o600 });
}

/** Between single quotes Node takes everything as it is, the lines of a key too. */
function quoted(value: string): string {
  if (value.includes("'")) throw new Error('A setting with a single quote cannot be written.');
  return `'${value}'`;
}
