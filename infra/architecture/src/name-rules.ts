import { matcher } from './matcher.js';
import { isTest } from './paths.js';
import { type RestrictedNames, restrictedNames } from './restricted-names.js';
import type { Rule } from './rule.js';
import type { SourceFile } from './source-file.js';

/** A browser has no clock of ours, and its timers and calls are its own. */
const isBrowser = matcher(['services/portal/**']);

/** Names that stand outside of tests in a few places only. What holds in every file holds in tests, too. */
export const nameRules: readonly Rule[] = restrictedNames.map(({ rule, names, where, except }) => {
  const isMeant = matcher(where);
  const isExcepted = matcher(Object.keys(except));
  const everywhere = where.includes('**');
  return {
    name: rule,
    violations: (files) =>
      files
        .filter(({ path }) => isMeant(path) && !isExcepted(path) && (everywhere || !(isTest(path) || isBrowser(path))))
        .flatMap((file) => names.filter((name) => file.names.has(name)).map((name) => `${file.path} names ${name}`)),
  };
});

/** Exceptions that no file of the tree needs. */
export const staleExceptions = (files: readonly SourceFile[]): string[] =>
  restrictedNames.flatMap(({ names, except }: RestrictedNames) =>
    Object.keys(except).filter((glob) => {
      const isExcepted = matcher([glob]);
      return !files.some((file) => isExcepted(file.path) && names.some((name) => file.names.has(name)));
    }),
  );
