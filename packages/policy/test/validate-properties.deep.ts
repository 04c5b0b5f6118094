import type { PolicyDocument } from '@genkan/contracts/sub-account/policy-document';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compile } from '../src/compile.js';
import { evaluate } from '../src/evaluate.js';
import { exampleCatalogue } from '../src/example-catalogue.js';
import type { PolicyRequest } from '../src/request.js';
import { validate } from '../src/validate.js';
import { pairs } from '../test/arbitraries.js';

/** What these say of a place is that it might as well not be there. */
const idle = [
  'duplicate-statement',
  'allow-shadowed-by-deny',
  'covered-by-wider-target',
  'redundant-action',
  'redundant-resource',
  'redundant-value',
];

/** And these, that the statement never applies. */
const never = ['contradictory-condition', 'impossible-dates', 'unreachable-statement'];

/** The document without what a pointer points at. */
function without(document: PolicyDocument, pointer: string): PolicyDocument {
  const copy = structuredClone(document);
  const tokens = pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = tokens.pop() ?? '';
  const holder = tokens.reduce<unknown>((value, token) => (value as Record<string, unknown>)[token], copy);
  if (Array.isArray(holder)) holder.splice(Number(last), 1);
  else delete (holder as Record<string, unknown>)[last];
  return copy;
}

const decide = (document: PolicyDocument, request: PolicyRequest) =>
  evaluate(compile([{ policyId: 'p', version: 1, document }]), request).effect;

describe('what validation says of any policy', () => {
  it('is true: without what it calls idle the same is allowed, and what never applies decides nothing', () => {
    const found = new Map<string, number>();
    fc.assert(
      fc.property(pairs, ({ policies, request }) => {
        const all = policies.flatMap((policy) => policy.document.statements);
        // Nothing drawn is ever there twice by itself.
        const document = { version: 1 as const, statements: [...all, ...all.slice(0, 1)] };
        const before = decide(document, request);
        for (const { check, pointer } of validate(document, exampleCatalogue)) {
          found.set(check, (found.get(check) ?? 0) + 1);
          if (never.includes(check)) {
            const statement = document.statements[Number(pointer.split('/')[2])];
            const alone = decide({ version: 1, statements: statement ? [statement] : [] }, request);
            if (alone === 'explicit-deny' || (alone === 'allow' && request.principal.type !== 'main')) {
              throw new Error(`${check} ${pointer}: ${JSON.stringify(statement)}`);
            }
          }
          // An error in what is idle refuses, so without it more is allowed.
          if (!idle.includes(check) || before === 'error') continue;
          const after = decide(without(document, pointer), request);
          if ((before === 'allow') !== (after === 'allow')) {
            throw new Error(`${check} ${pointer}: ${before}, then ${after}, of ${JSON.stringify(document)}`);
          }
        }
      }),
      { numRuns: 600 },
    );
    for (const check of idle) expect({ check, found: found.get(check) ?? 0 }).not.toEqual({ check, found: 0 });
  });
});
