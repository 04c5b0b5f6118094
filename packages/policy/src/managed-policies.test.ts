import { policyDocument } from '@genkan/contracts/sub-account/policy-document';
import type { CatalogueAction, CatalogueProduct } from '@genkan/contracts/sub-account/product-catalogue';
import { describe, expect, it } from '@jest/globals';
import { compile } from './compile.js';
import { evaluate } from './evaluate.js';
import { exampleCatalogue } from './example-catalogue.js';
import { genkanCatalogue } from './genkan-catalogue.js';
import { type ManagedPolicy, managedPolicies } from './managed-policies.js';
import { validate } from './validate.js';

const policies = managedPolicies(exampleCatalogue);
const ACCOUNT = '204718330962';

/** Whether each of the given managed policies attached, an action on some resource of the account is allowed. */
function isAllowed(attached: readonly ManagedPolicy[], { product }: CatalogueProduct, known: CatalogueAction): boolean {
  const compiled = compile(attached.map(({ name, document }) => ({ policyId: name, version: 1, document })));
  const effects = known.resourceTypes.map((type) => {
    const resourceNrn = `nrn:genkan:${product}:global:${ACCOUNT}:${type}/17`;
    const principal = { type: 'sub' as const, id: 'u1', name: 'kim', accountNo: ACCOUNT };
    return evaluate(compiled, { principal, product, action: known.action, resourceNrn, context: {} }).effect;
  });
  return effects.every((effect) => effect === 'allow');
}

const named = (name: string): ManagedPolicy[] => policies.filter((policy) => policy.name === name);
const cases = exampleCatalogue.products.flatMap((product) =>
  product.actions.map((action) => ({ product, action, label: `${product.product} ${action.action}` })),
);

/** What each policy is for. */
const purposes: Record<string, (product: CatalogueProduct, action: CatalogueAction) => boolean> = {
  ADMINISTRATOR: () => true,
  INFRA_MANAGER: ({ product }) => product !== 'billing-gate',
  FINANCE_MANAGER: ({ product }) => product === 'billing-gate',
  IDENTITY_MANAGER: ({ product }) => product === 'identity',
  IDENTITY_VIEWER: ({ product }, { readOnly }) => product === 'identity' && readOnly,
  AUDIT_MANAGER: ({ product }) => product === 'audit',
  AUDIT_VIEWER: ({ product }, { readOnly }) => product === 'audit' && readOnly,
  SUB_ACCOUNT_MANAGER: ({ product }) => product === 'sub-account',
  SUB_ACCOUNT_VIEWER: ({ product }, { readOnly }) => product === 'sub-account' && readOnly,
  BILLING_GATE_MANAGER: ({ product }) => product === 'billing-gate',
  BILLING_GATE_VIEWER: ({ product }, { readOnly }) => product === 'billing-gate' && readOnly,
  SERVER_MANAGER: ({ product }) => product === 'server',
  SERVER_VIEWER: ({ product }, { readOnly }) => product === 'server' && readOnly,
};

describe('managed policies', () => {
  it('are these', () => {
    expect(policies.map(({ name }) => name)).toEqual(Object.keys(purposes));
  });

  it.each(Object.entries(purposes))('%s allows what it is for, and nothing else', (name, isMeant) => {
    const allowed = cases.filter(({ product, action }) => isAllowed(named(name), product, action));
    const meant = cases.filter(({ product, action }) => isMeant(product, action));
    expect(meant.length).toBeGreaterThan(0);
    expect(allowed.map(({ label }) => label)).toEqual(meant.map(({ label }) => label));
  });

  it('add up: the infra manager does not take from the finance manager what it grants', () => {
    const both = [...named('INFRA_MANAGER'), ...named('FINANCE_MANAGER')];
    expect(cases.filter(({ product, action }) => !isAllowed(both, product, action))).toEqual([]);
  });

  it.each(policies.map((policy) => [policy.name, policy] as const))('%s is a policy without errors', (_, policy) => {
    expect(policyDocument.safeParse(policy.document).success).toBe(true);
    const findings = validate(policy.document, exampleCatalogue);
    expect(findings.filter(({ severity }) => severity === 'ERROR')).toEqual([]);
    if (policy.name.endsWith('_VIEWER')) expect(findings).toEqual([]);
  });

  it('say in a warning which of them are as good as an administrator', () => {
    const warned = policies.filter(({ document }) => validate(document, exampleCatalogue).length > 0);
    expect(warned.map(({ name }) => name)).toEqual(['ADMINISTRATOR', 'INFRA_MANAGER', 'SUB_ACCOUNT_MANAGER']);
  });

  it('follow the catalogue: no product without its manager, no viewer where nothing only reads', () => {
    const [audit] = genkanCatalogue.products.filter(({ product }) => product === 'audit');
    const actions = [{ action: 'SendMail', readOnly: false, resourceTypes: ['Mail'] }];
    const mail = { product: 'mail', actions, resourceTypes: [{ type: 'Mail' }] };
    const made = managedPolicies({ products: [audit as CatalogueProduct, mail] }).map(({ name }) => name);
    expect(made).toEqual(['ADMINISTRATOR', 'INFRA_MANAGER', 'AUDIT_MANAGER', 'AUDIT_VIEWER', 'MAIL_MANAGER']);
  });
});
