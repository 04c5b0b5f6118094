import { type IpAddress, readAddress } from './address.js';
import { readInstant } from './instant.js';
import type { PolicyRequest } from './request.js';

/** A request during one evaluation, with what was already read out of its texts: undefined before, null when malformed. */
export interface Facts {
  readonly request: PolicyRequest;
  address: IpAddress | null | undefined;
  instant: number | null | undefined;
}

export const factsOf = (request: PolicyRequest): Facts => ({ request, address: undefined, instant: undefined });

/** The source address. There is one key of this type, so one place for it is enough. */
export function addressOf(facts: Facts, value: unknown): IpAddress | null {
  if (facts.address === undefined) facts.address = typeof value === 'string' ? readAddress(value) : null;
  return facts.address;
}

/** The current time in milliseconds since 1970; one place, as above. */
export function instantOf(facts: Facts, value: unknown): number | null {
  if (facts.instant === undefined) facts.instant = typeof value === 'string' ? readInstant(value) : null;
  return facts.instant;
}
