import { isCode, type SourceFile } from './source-file.js';

/** A rule of docs/architecture.md. Each has a fixture that breaks it and, where it has exceptions, one that does not. */
export interface Rule {
  readonly name: string;
  /** Sentences, one for each place that breaks the rule. */
  readonly violations: (files: readonly SourceFile[]) => string[];
}

/** A rule about each file of code. */
export const fileRule = (name: string, breaks: (file: SourceFile) => boolean): Rule => ({
  name,
  violations: (files) => files.filter((file) => isCode(file.path) && breaks(file)).map(({ path }) => path),
});
