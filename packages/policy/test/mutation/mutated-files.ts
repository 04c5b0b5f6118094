import { readdirSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { type Mutant, mutantsOf } from './mutants-of.js';

/** A mutant of one file, with what a person needs to find it. */
export interface PlacedMutant extends Mutant {
  readonly file: string;
  /** `src/<file>.ts:<line>`. */
  readonly place: string;
  /** The compiled line, trimmed, before and after. */
  readonly before: string;
  readonly after: string;
}

/**
 * Files of the evaluator that are not mutated: what they say is not part of a decision (texts, sizes, costs), and tests of their own
 * look after it.
 */
const leftOut = new Set(['cost.js', 'policy-too-large.js', 'program-text.js', 'program.js']);

/** The names of all files that `compile.js` and `evaluate.js` are made of. */
export function filesOfEvaluator(folder: URL): string[] {
  const found = new Set<string>();
  const visit = (file: string) => {
    if (found.has(file)) return;
    found.add(file);
    const source = readFileSync(new URL(file, folder), 'utf8');
    for (const [, imported] of source.matchAll(/(?:from|import) '\.\/([^']+)'/g)) visit(imported as string);
  };
  for (const entry of ['compile.js', 'evaluate.js']) visit(entry);
  return readdirSync(folder).filter((file) => found.has(file));
}

/** All mutants of a file, none for one that is left out. */
export function placedMutants(folder: URL, file: string): PlacedMutant[] {
  if (leftOut.has(file)) return [];
  const source = readFileSync(new URL(file, folder), 'utf8');
  const map = new SourceMap(JSON.parse(readFileSync(new URL(`${file}.map`, folder), 'utf8')));
  return mutantsOf(source).map((mutant) => {
    const lineStart = source.lastIndexOf('\n', mutant.start - 1) + 1;
    const lineEnd = source.indexOf('\n', mutant.end);
    const line = source.slice(0, lineStart).split('\n').length - 1;
    const entry = map.findEntry(line, mutant.start - lineStart);
    const originalLine = 'originalLine' in entry ? entry.originalLine + 1 : '?';
    return {
      ...mutant,
      file,
      place: `src/${file.replace(/\.js$/, '.ts')}:${originalLine}`,
      before: oneLine(source.slice(lineStart, lineEnd)),
      after: oneLine(source.slice(lineStart, mutant.start) + mutant.replacement + source.slice(mutant.end, lineEnd)),
    };
  });
}

const oneLine = (text: string) => text.trim().replace(/\s+/g, ' ');
