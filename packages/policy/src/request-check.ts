import type { PolicyRequest } from './request.js';

const PRODUCT = /^[A-Za-z][A-Za-z0-9_-]{0,39}$/;
const ACTION = /^[A-Za-z0-9]{1,64}$/;
const NRN = /^nrn:[A-Za-z0-9\-_]+:[A-Za-z0-9\-_]+:[A-Za-z0-9\-_]*:[0-9]*:[A-Za-z0-9\-_:./=*]+$/;
const ACCOUNT_NO = /^[0-9]{12}$/;

/** The most characters that an NRN and an action may have. */
export const LONGEST_NRN = 128;
export const LONGEST_ACTION = 64;

/** Whether a request can be decided at all (semantics, Request). It may be anything: types end at the process's border. */
export function isWellFormed({ principal, product, action, resourceNrn, context }: PolicyRequest): boolean {
  return (
    isText(product, PRODUCT) &&
    isText(action, ACTION) &&
    isText(resourceNrn, NRN, LONGEST_NRN) &&
    (principal.type === 'main' || principal.type === 'sub' || principal.type === 'role') &&
    isText(principal.accountNo, ACCOUNT_NO) &&
    typeof context === 'object' &&
    context !== null
  );
}

const isText = (value: unknown, form: RegExp, longest = Number.POSITIVE_INFINITY): boolean =>
  typeof value === 'string' && value.length <= longest && form.test(value);

/** The account of a well-formed NRN, which is its fifth part: `own`, `other`, or `none` when it is empty. */
export function accountOf(resourceNrn: string, accountNo: string): 'own' | 'other' | 'none' {
  let at = 0;
  for (let colon = 0; colon < 4; colon += 1) at = resourceNrn.indexOf(':', at) + 1;
  if (resourceNrn[at] === ':') return 'none';
  return resourceNrn.startsWith(accountNo, at) && resourceNrn[at + accountNo.length] === ':' ? 'own' : 'other';
}
