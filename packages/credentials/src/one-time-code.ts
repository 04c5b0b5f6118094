import { createHmac } from 'node:crypto';
import { equalInConstantTime } from './constant-time.js';

/** Six digits: 20 bits, which five guesses and ten minutes make enough. */
export const CODE_DIGITS = 6;

/** Draws, stores and checks the codes that are sent to an address. Counting the guesses is the caller's. */
export interface OneTimeCodes {
  /** A new code, each of the million equally likely. */
  draw(): string;
  /** What is stored (32 bytes): useless without the pepper, and for no other challenge. */
  hash(challengeId: string, code: string): Buffer;
  /** Whether the visitor typed the code; compares in constant time. */
  matches(stored: Uint8Array, challengeId: string, typed: string): boolean;
}

/** One-time codes under a pepper of at least 32 bytes: a thief of a plain hash would try out all six digits at once. */
export function createOneTimeCodes(pepper: Uint8Array, ids: { digits(count: number): string }): OneTimeCodes {
  if (pepper.length < 32) throw new RangeError('a pepper has at least 32 bytes');
  const hash = (challengeId: string, code: string) =>
    createHmac('sha256', pepper)
      .update(JSON.stringify([challengeId, code]))
      .digest();
  return {
    draw: () => ids.digits(CODE_DIGITS),
    hash,
    matches: (stored, challengeId, typed) => equalInConstantTime(stored, hash(challengeId, asTyped(typed))),
  };
}

/** The digits of what was typed: a Korean or Japanese keyboard makes wide ones, and people copy spaces and hyphens along. */
function asTyped(typed: string): string {
  return typed.normalize('NFKC').replace(/[\s-]/g, '');
}
