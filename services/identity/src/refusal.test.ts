import { expect, it } from '@jest/globals';
import { Refusal, type RefusalCode } from './refusal.js';

/** Whether a refusal with such a code compiles. */
type Compiles<Code> = Code extends RefusalCode ? true : false;

it('a refusal has a code that an endpoint of identity declares; no other compiles', () => {
  const compiles: [
    Compiles<'identity.sign_in_failed'>,
    Compiles<'identity.sign_in_fialed'>,
    Compiles<'verification.code_wrong'>,
    Compiles<string>,
  ] = [true, false, false, false];
  expect(compiles).toHaveLength(4);
  expect(new Refusal('identity.sign_in_failed').message).toBe('identity.sign_in_failed');
});
