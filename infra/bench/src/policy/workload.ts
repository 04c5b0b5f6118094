/** What the statements are like: plain names, patterns, or plain names with conditions. */
export const mixes = ['literal', 'wildcard', 'conditional'] as const;
export type Mix = (typeof mixes)[number];

/** What is asked for is allowed, denied though another statement allows it, or not mentioned. */
export const outcomes = ['allow', 'explicit-deny', 'no-match'] as const;
export type Outcome = (typeof outcomes)[number];

/** One thing that must hold. */
export type RuleCondition =
  | { readonly is: 'from-range'; readonly range: string }
  | { readonly is: 'before' | 'after'; readonly time: string }
  | { readonly is: 'with-mfa' }
  | { readonly is: 'tagged' | 'in-region' | 'named'; readonly value: string };

/** One statement, in words of no engine: each engine makes of it what suits it best. */
export interface Rule {
  readonly isDeny: boolean;
  /** `*` is every product. */
  readonly product: string;
  readonly action: string;
  readonly resource: string;
  /** All of them. */
  readonly conditions: readonly RuleCondition[];
}

/** What is known of a request beside what it is about. */
export interface Facts {
  readonly ip: string;
  readonly time: string;
  readonly isWithMfa: boolean;
  readonly region: string;
  /** Value of the resource's tag `team`. */
  readonly team: string;
  readonly name: string;
}

/** One request, in words of no engine. */
export interface Call {
  readonly product: string;
  readonly action: string;
  readonly resource: string;
  readonly facts: Facts;
}

export interface Workload {
  readonly mix: Mix;
  readonly rules: readonly Rule[];
  readonly calls: Readonly<Record<Outcome, readonly Call[]>>;
}

/** An engine that has read the rules, and the calls in its own form. */
export interface Engine {
  /** Whether it allows the call of that number. */
  readonly allows: (call: number) => boolean;
}

/** Makes an engine ready for some calls; nothing of this is timed. */
export type MakeEngine = (workload: Workload, calls: readonly Call[]) => Engine | Promise<Engine>;
