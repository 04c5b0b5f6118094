import type { PolicyDocument, PolicyStatement } from '@genkan/contracts/sub-account/policy-document';

/** A version of a policy that applies to the principal: attached to it, to one of its groups or to its role. */
export interface AttachedPolicy {
  readonly policyId: string;
  /** Version of the stored policy; not that of the language. */
  readonly version: number;
  readonly document: PolicyDocument;
}

/** Which statement it was: by its `sid`, or by its place in the document when it has none. */
export type StatementRef = { readonly policyId: string; readonly version: number } & (
  | { readonly sid: string }
  | { readonly index: number }
);

export type DecisionEffect = 'allow' | 'explicit-deny' | 'no-match' | 'error';

export interface Decision {
  /** Only `allow` allows. */
  readonly effect: DecisionEffect;
  /** Absent for `no-match`, for the main account, and for a request that is an error by itself. */
  readonly decidedBy?: StatementRef;
  /** How many statements had a target that matches the request. */
  readonly considered: number;
  /** With `no-match` only: the smallest statement that would have allowed it; absent where none could (another's account). */
  readonly missing?: PolicyStatement;
}
