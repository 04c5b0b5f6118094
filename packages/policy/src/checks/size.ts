import { MAX_POLICY_BYTES, type PolicyDocument } from '@genkan/contracts/sub-account/policy-document';
import type { Check } from './check.js';
import { allowServer, policyOf } from './example-policy.js';

const NEAR_PERCENT = 90;

const bytesOf = (document: PolicyDocument): number => {
  const text = JSON.stringify(document);
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) as number;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
};

/** A policy of about so many bytes, by one long list of names. */
const ofBytes = (bytes: number) => {
  const names = Array.from({ length: Math.ceil(bytes / 46) }, (_, index) => `user-${index}`.padEnd(43, '-'));
  return policyOf(allowServer('ViewServer', { condition: { StringEquals: { principalName: names } } }));
};

export const documentTooLong: Check = {
  name: 'document-too-long',
  severity: 'ERROR',
  what: 'The document has more than 32,768 bytes of UTF-8, without spaces between its parts.',
  sentence: 'The document has {bytes} bytes; {most} is the most.',
  fix: 'Make two policies of it, or say the same with wildcards and tags.',
  example: ofBytes(33_000),
  fixed: ofBytes(10_000),
  find: ({ document }) => {
    const bytes = bytesOf(document);
    return bytes > MAX_POLICY_BYTES ? [{ pointer: '', params: { bytes, most: MAX_POLICY_BYTES } }] : [];
  },
};

export const documentNearLimit: Check = {
  name: 'document-near-limit',
  severity: 'INFO',
  what: 'The document has more than nine tenths of the bytes that it may have.',
  sentence: 'The document has {bytes} of at most {most} bytes; it will not grow much more.',
  fix: 'Make two policies of it before it is full.',
  example: ofBytes(31_000),
  fixed: ofBytes(10_000),
  find: ({ document }) => {
    const bytes = bytesOf(document);
    const isNear = bytes * 100 > MAX_POLICY_BYTES * NEAR_PERCENT && bytes <= MAX_POLICY_BYTES;
    return isNear ? [{ pointer: '', params: { bytes, most: MAX_POLICY_BYTES } }] : [];
  },
};

/** Digits as letters, so that every pattern is another and covers no other. */
const lettersOf = (index: number) =>
  [...String(index).padStart(4, '0')].map((digit) => `*${'abcdefghij'[Number(digit)]}`).join('');

/** Stands last: it tells what the checks before it could not finish. */
export const tooMuchToCompare: Check = {
  name: 'too-much-to-compare',
  severity: 'INFO',
  what: 'Patterns are so many that not all of them were compared with one another and with the catalogue.',
  sentence: 'There are so many patterns that not all could be compared; some findings may be missing.',
  fix: 'Use fewer and simpler patterns.',
  example: policyOf(
    allowServer('ViewServer', {
      condition: { StringLike: { principalName: Array.from({ length: 1_000 }, (_, index) => lettersOf(index)) } },
    }),
  ),
  fixed: policyOf(allowServer('ViewServer', { condition: { StringLike: { principalName: 'dev-*' } } })),
  find: ({ comparisons }) => (comparisons.isExhausted() ? [{ pointer: '' }] : []),
};
