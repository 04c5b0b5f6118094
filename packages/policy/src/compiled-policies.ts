import type { ConditionEntry, WrittenEntry } from './condition.js';
import type { StatementRef } from './decision.js';
import type { PatternPieces } from './pattern.js';
import type { PatternIndex } from './pattern-index.js';

/** A statement in a program: which policy it is from, and what it was called there. */
export interface ProgramStatement {
  /** Index into `policies`. */
  readonly policy: number;
  readonly name: string | number;
  readonly isDeny: boolean;
  readonly targets: readonly ProgramTarget[];
  /** Index into `conditions`; -1 when there is none. */
  readonly condition: number;
}

export interface ProgramTarget {
  readonly product: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** All statements of a principal's policies as plain data, equal conditions once; what is serialised. */
export interface Program {
  readonly policies: readonly (readonly [policyId: string, version: number])[];
  readonly conditions: readonly (readonly WrittenEntry[])[];
  readonly statements: readonly ProgramStatement[];
}

/** Numbers of targets, ascending. */
export type Postings = readonly number[];

/** Targets by the head of their resource (its first five parts): number of the head, and at the same place its targets. */
export interface HeadPostings {
  readonly heads: readonly number[];
  readonly targets: readonly Postings[];
}

/** Which targets have a resource that matches. */
export interface ResourceIndex {
  /** Targets with `*`. */
  readonly any: Postings;
  /** By the last part, then by head. */
  readonly byLastPart: PatternIndex<HeadPostings>;
  /** Numbers of heads without `*`. */
  readonly plainHeads: ReadonlyMap<string, number>;
  /** Heads with `*` by number, part by part; undefined for a plain one. */
  readonly patternHeads: readonly (readonly PatternPieces[] | undefined)[];
}

/** What a compiled set of policies costs. */
export interface CompiledCost {
  readonly statements: number;
  /** UTF-8 bytes of the serialised form. */
  readonly bytes: number;
  /** No evaluation takes more steps than this: characters compared or hashed, and postings looked at. */
  readonly steps: number;
}

/** A principal's policies, ready to be evaluated. Only `cost` is for others; the rest belongs to this package. */
export interface CompiledPolicies {
  readonly cost: CompiledCost;
  readonly program: Program;
  /** Which statement it was, ready for a decision. */
  readonly refs: readonly StatementRef[];
  readonly conditions: readonly (readonly ConditionEntry[])[];
  /** Number of the statement that each target belongs to. */
  readonly statementOf: Int32Array;
  /** By product, then by action. `*` is the index of targets for every product. */
  readonly byProduct: ReadonlyMap<string, PatternIndex<Postings>>;
  readonly resources: ResourceIndex;
}
