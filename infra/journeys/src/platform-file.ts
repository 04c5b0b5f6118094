import { readFileSync } from 'node:fs';

/** What `npm start` wrote down about the platform that it runs. */
export interface PlatformFile {
  readonly publicUrl: string;
  readonly sandboxUrl: string;
}

/** Reads it; the error says what to do when nothing runs. */
export function readPlatformFile(path: string): PlatformFile {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as PlatformFile;
  } catch {
    throw new Error('No platform runs from this checkout. Start one with `npm start` in another terminal.');
  }
}
