import type { PolicyTarget } from '@genkan/contracts/sub-account/policy-document';
import type { PolicyRequest } from '../../src/request.js';
import { nrnParts } from './nrn-parts.js';
import { starMatch } from './wildcard-match.js';

/** "Target": product **and** one of the actions **and** one of the resources. */
export function targetMatches(target: PolicyTarget, { product, action, resourceNrn }: PolicyRequest): boolean {
  return (
    (target.product === product || target.product === '*') &&
    target.actions.some((pattern) => starMatch(pattern, action)) &&
    target.resourceNrns.some((pattern) => resourceMatches(pattern, resourceNrn))
  );
}

function resourceMatches(pattern: string, resourceNrn: string): boolean {
  if (pattern === '*') return true;
  const parts = nrnParts(resourceNrn);
  return nrnParts(pattern).every((part, at) => starMatch(part, parts[at] as string));
}
