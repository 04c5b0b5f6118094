import type { PolicyDocument } from '@genkan/contracts/sub-account/policy-document';
import type { ProductCatalogue } from '@genkan/contracts/sub-account/product-catalogue';
import { allChecks } from './checks/all-checks.js';
import type { Params, Severity } from './checks/check.js';
import { countComparisons, MAX_COMPARISONS } from './checks/comparisons.js';
import { documentView } from './checks/document-view.js';

/** One place of a policy that something should be done about. */
export interface Finding {
  /** Name of the check: stable, the key of translations. */
  readonly check: string;
  readonly severity: Severity;
  /** RFC 6901, into the document. */
  readonly pointer: string;
  /** What the sentence names. */
  readonly params: Params;
  readonly sentence: string;
}

/** The most findings of one check that are told. */
export const MAX_FINDINGS_OF_A_CHECK = 100;

const severities: readonly Severity[] = ['ERROR', 'WARNING', 'INFO'];

/** `{name}` in the sentence stands for a parameter. */
const filled = (sentence: string, params: Params) =>
  sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));

/**
 * Looks for mistakes in a policy that is well-formed. A policy with an `ERROR` should not be saved. Worst first; the time that it
 * takes is bounded, whatever the document is. All checks are described in docs/policy.md.
 */
export function validate(document: PolicyDocument, catalogue: ProductCatalogue): Finding[] {
  const view = documentView(document, catalogue, countComparisons(MAX_COMPARISONS));
  const findings = allChecks.flatMap(({ name, severity, sentence, find }) =>
    [...find(view)].slice(0, MAX_FINDINGS_OF_A_CHECK).map(
      ({ pointer, params = {} }): Finding => ({
        check: name,
        severity,
        pointer,
        params,
        sentence: filled(sentence, params),
      }),
    ),
  );
  return severities.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
}
