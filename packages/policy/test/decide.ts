import { compile } from '../src/compile.js';
import type { AttachedPolicy, Decision } from '../src/decision.js';
import { evaluate } from '../src/evaluate.js';
import type { PolicyRequest } from '../src/request.js';

/** The real evaluator in the form of the reference. */
export const decide = (policies: readonly AttachedPolicy[], request: PolicyRequest): Decision =>
  evaluate(compile(policies), request);
