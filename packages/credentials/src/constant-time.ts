import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether two values are equal, in a time that tells nothing about where they differ. Different lengths are unequal. */
export function equalInConstantTime(one: string | Uint8Array, other: string | Uint8Array): boolean {
  // Digests have equal lengths, which timingSafeEqual demands, and hide those of the values.
  return timingSafeEqual(digest(one), digest(other));
}

function digest(value: string | Uint8Array): Buffer {
  return createHash('sha256').update(value).digest();
}
