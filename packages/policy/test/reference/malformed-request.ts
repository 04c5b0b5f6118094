import type { PolicyRequest } from '../../src/request.js';
import { nrnParts } from './nrn-parts.js';

/** Whether the request breaks one of the rules of "Request". */
export function isMalformedRequest({ principal, product, action, resourceNrn, context }: PolicyRequest): boolean {
  return (
    !isObject(principal) ||
    !isObject(context) ||
    !fits(product, /^[A-Za-z][A-Za-z0-9_-]*$/, 40) ||
    !fits(action, /^[A-Za-z0-9]+$/, 64) ||
    !fits(resourceNrn, /^nrn:[A-Za-z0-9_-]+:[A-Za-z0-9_-]+:[A-Za-z0-9_-]*:[0-9]*:[A-Za-z0-9_:./=*-]+$/, 128) ||
    nrnParts(resourceNrn).slice(0, 5).join('').includes('*') ||
    !['main', 'sub', 'role'].includes(principal.type) ||
    !fits(principal.accountNo, /^[0-9]{12}$/, 12)
  );
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null;

const fits = (value: unknown, form: RegExp, longest: number) =>
  typeof value === 'string' && value.length <= longest && form.test(value);
