import { expect, it } from '@jest/globals';
import { Refusal, type RefusalCode } from './refusal.js';

/** Whether a refusal with such a code compiles. */
type Compiles<Code> = Code extends RefusalCode ? true : false;

it('a refusal has a code that an endpoint of verification declares; no other compiles', () => {
  const compiles: [
    Compiles<'verification.code_wrong'>,
    Compiles<'verification.code_worng'>,
    Compiles<'identity.sign_in_failed'>,
    Compiles<string>,
  ] = [true, false, false, false];
  expect(compiles).toHaveLength(4);
  expect(new Refusal('verification.code_wrong').message).toBe('verification.code_wrong');
});
