import { matchesPattern } from '../pattern.js';
import type { Check, Found } from './check.js';
import { policyOf, SERVERS, statementOf } from './example-policy.js';
import type { ResourceView } from './resource-view.js';

type Nrn = NonNullable<ResourceView['nrn']>;

/** Resources that are not `*`. */
const named = (resources: readonly ResourceView[]) =>
  resources.filter((resource): resource is ResourceView & { readonly nrn: Nrn } => resource.nrn !== null);

const on = (resource: string | string[]) => policyOf(statementOf('Allow', 'server', 'ViewServer', resource));
const fixed = on(SERVERS);

export const resourceOfOtherProduct: Check = {
  name: 'resource-of-other-product',
  severity: 'ERROR',
  what: 'The NRN names another product than the target does. Actions are done to resources of their own product.',
  sentence: 'The NRN is of {other}, but the target is about {product}.',
  fix: 'Make the two the same.',
  example: on('nrn:genkan:audit:kr:204718330962:instance/*'),
  fixed,
  find: ({ targets, catalogue }) =>
    targets
      .filter(({ target: { product } }) => product !== '*' && catalogue.productsNamed(product).length > 0)
      .flatMap(({ target: { product }, resources }) =>
        named(resources)
          .filter(({ products }) => products.length === 0)
          .map(({ nrn, pointer }) => ({ pointer, params: { product, other: nrn.product } })),
      ),
};

export const unknownResourceType: Check = {
  name: 'unknown-resource-type',
  severity: 'ERROR',
  what: 'The product has no resource of that type; what stands before the `/` of the last part is the type.',
  sentence: '{product} has no resources of type {type}.',
  fix: "Take the type from the product's list; case matters. The last part is `<type>/<id>`.",
  example: on('nrn:genkan:server:kr:204718330962:Instance/*'),
  fixed,
  find: ({ targets }) =>
    targets.flatMap(({ resources }) =>
      named(resources)
        .filter(({ products, types }) => products.length > 0 && types.size === 0)
        .map(({ nrn, pointer }) => ({ pointer, params: { product: nrn.product, type: nrn.type } })),
    ),
};

export const wrongRegion: Check = {
  name: 'wrong-region',
  severity: 'ERROR',
  what: 'The NRN names a region, but resources of this type lie in none: their NRNs have `global` there.',
  sentence: 'Resources of type {type} are global, so they are never in {region}.',
  fix: 'Write `global` as the region.',
  example: policyOf(statementOf('Allow', 'audit', 'ViewActivity', 'nrn:genkan:audit:kr:204718330962:Activity/*')),
  fixed: policyOf(statementOf('Allow', 'audit', 'ViewActivity', 'nrn:genkan:audit:global:204718330962:Activity/*')),
  find: ({ targets }) =>
    targets.flatMap(({ resources }) =>
      named(resources)
        .filter(({ isGlobal, nrn }) => isGlobal && !matchesPattern(nrn.region, 'global'))
        .map(({ nrn, pointer }) => ({ pointer, params: { type: nrn.type, region: nrn.region || '(none)' } })),
    ),
};

const ACCOUNT_DIGITS = 12;
const canBeAccount = (accountNo: string) => {
  const digits = accountNo.replaceAll('*', '').length;
  return accountNo.includes('*') ? digits <= ACCOUNT_DIGITS : digits === ACCOUNT_DIGITS || digits === 0;
};

export const impossibleAccount: Check = {
  name: 'impossible-account',
  severity: 'ERROR',
  what: 'The account in the NRN is no account number: these have twelve digits.',
  sentence: 'There is no account {accountNo}; account numbers have twelve digits.',
  fix: "Write your account's number, or `*`: policies reach their own account only.",
  example: on('nrn:genkan:server:kr:20471833:instance/*'),
  fixed,
  find: ({ targets }) =>
    targets.flatMap(({ resources }) =>
      named(resources)
        .filter(({ nrn }) => !canBeAccount(nrn.accountNo))
        .map(({ nrn, pointer }) => ({ pointer, params: { accountNo: nrn.accountNo } })),
    ),
};

const isAccount = (accountNo: string) => /^\d{12}$/.test(accountNo);

export const severalAccounts: Check = {
  name: 'several-accounts',
  severity: 'WARNING',
  what: 'NRNs of different accounts. A policy reaches its own account only, so all but one match nothing.',
  sentence: 'The account {accountNo} is another than {first} before; a policy reaches its own account only.',
  fix: "Write your account's number everywhere, or `*`.",
  example: on([SERVERS, 'nrn:genkan:server:kr:118203345571:instance/*']),
  fixed,
  find: ({ targets }) => {
    const all = targets.flatMap(({ resources }) => named(resources)).filter(({ nrn }) => isAccount(nrn.accountNo));
    const first = all[0]?.nrn.accountNo;
    return all
      .filter(({ nrn }) => nrn.accountNo !== first)
      .map(({ nrn, pointer }): Found => ({ pointer, params: { accountNo: nrn.accountNo, first: first ?? '' } }));
  },
};
