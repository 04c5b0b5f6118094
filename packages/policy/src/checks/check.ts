import type { PolicyDocument } from '@genkan/contracts/sub-account/policy-document';
import type { DocumentView } from './document-view.js';

/**
 * `ERROR`: it cannot work as written (an error when evaluated, or never of any effect), and is not saved. `WARNING`: most likely it
 * does something else than was meant, or more than is wise. `INFO`: it could be said more simply.
 */
export type Severity = 'ERROR' | 'WARNING' | 'INFO';

export type Params = Readonly<Record<string, string | number>>;

/** Where in the document something was found. */
export interface Found {
  /** RFC 6901. */
  readonly pointer: string;
  readonly params?: Params;
}

/** One thing to look for, and all that is said about it: the table of the manual is made from this. */
export interface Check {
  /** Stable: translations go by it. */
  readonly name: string;
  readonly severity: Severity;
  /** What it finds, for the manual. */
  readonly what: string;
  /** What it says of one place; `{name}` stands for a parameter. */
  readonly sentence: string;
  /** What to do about it. */
  readonly fix: string;
  /** A policy in which it finds something, and no other check does. */
  readonly example: PolicyDocument;
  /** The same after the fix. */
  readonly fixed: PolicyDocument;
  readonly find: (view: DocumentView) => Iterable<Found>;
}
