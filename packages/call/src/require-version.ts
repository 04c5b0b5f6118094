import type { conditionalErrors } from '@genkan/contracts/problem';
import { Refusal } from './refusal.js';

/**
 * What a use case asks of the row that it locked, before it changes it.
 *
 * @throws Refusal when another caller changed it after this one saw it
 */
export function requireVersion(stored: { readonly version: number }, seen: number): void {
  if (stored.version !== seen) throw new Refusal<keyof typeof conditionalErrors>('gateway.precondition_failed');
}
