import { type AddressRange, isInRange } from './address.js';

/** Whether every address of the narrower range lies in the wider one; false when either is none. */
export const coversRange = (wider: AddressRange | null, narrower: AddressRange | null): boolean =>
  wider !== null && narrower !== null && wider.length <= narrower.length && isInRange(narrower.base, wider);
