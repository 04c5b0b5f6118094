import { readdirSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { declarationOf, type Mutant, mutantsOf } from './mutants-of.js';

/** A mutant of one file, with what a person needs to find it. */
export interface PlacedMutant extends Mutant {
  readonly file: string;
  /** `src/<file>.ts:<line>`. */
  readonly place: string;
  /** The compiled line, trimmed, before and after. */
  readonly before: string;
  readonly after: string;
}

/** A part of the evaluator that takes no part in decisions: a whole file, or one function of it. */
export interface Outside {
  readonly file: string;
  readonly name?: string;
  readonly reason: string;
}

/** The names of all files that `compile.js`, `evaluate.js` and `program.js` are made of. */
export function filesOfEvaluator(folder: URL): string[] {
  const found = new Set<string>();
  const visit = (file: string) => {
    if (found.has(file)) return;
    found.add(file);
    const source = readFileSync(new URL(file, folder), 'utf8');
    for (const [, imported] of source.matchAll(/(?:from|import) '\.\/([^']+)'/g)) visit(imported as string);
  };
  for (const entry of ['compile.js', 'evaluate.js', 'program.js']) visit(entry);
  return readdirSync(folder).filter((file) => found.has(file));
}

/** All mutants of a file, but those of the parts that take no part in decisions. */
export function placedMutants(folder: URL, file: string, outside: readonly Outside[]): PlacedMutant[] {
  const left = outside.filter((each) => each.file === file);
  if (left.some(({ name }) => name === undefined)) return [];
  const source = readFileSync(new URL(file, folder), 'utf8');
  const leftOut = left.map(({ name }) => declarationOf(name as string, source));
  const map = new SourceMap(JSON.parse(readFileSync(new URL(`${file}.map`, folder), 'utf8')));
  const isLeftOut = ({ start, end }: Mutant) => leftOut.some((part) => start >= part.start && end <= part.end);
  return mutantsOf(source)
    .filter((mutant) => !isLeftOut(mutant))
    .map((mutant) => {
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
