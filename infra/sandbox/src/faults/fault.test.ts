import { describe, expect, it } from '@jest/globals';
import { faultSchema, type Occasion, strikes } from './fault.js';

describe('a fault', () => {
  it.each<[string, Occasion, string, boolean]>([
    ['kim@example.com', 'mail', 'Kim@Example.com', true],
    ['kim@example.com', 'mail', 'akim@example.com', false],
    ['example.com', 'mail', 'kim@example.com', true],
    ['@example.com', 'mail', 'kim@example.com', true],
    ['example.com', 'mail', 'kim@badexample.com', false],
    ['example.com', 'mail', 'kim@sub.example.com', false],
    ['example.com', 'sms', '+821012345678', false],
    ['+8210', 'sms', '+821012345678', true],
    ['+8210', 'sms', '+821112345678', false],
    ['+', 'sms', '+821012345678', true],
    ['+82', 'mail', '+821012345678@example.com', false],
    ['*', 'mail', 'kim@example.com', true],
    ['*', 'sms', '+821012345678', true],
    ['*', 'greeting', '', false],
  ])('of %s on %s to "%s": %s', (match, occasion, recipient, expected) => {
    expect(strikes(faultSchema.parse({ match, kind: 'refused' }), occasion, recipient)).toBe(expected);
  });

  it('that only mail knows never strikes an SMS', () => {
    const fault = faultSchema.parse({ match: '*', kind: 'spam_folder' });
    expect(strikes(fault, 'sms', '+821012345678')).toBe(false);
    expect(strikes(fault, 'mail', 'kim@example.com')).toBe(true);
  });

  it('of the greeting strikes nothing but the greeting', () => {
    const fault = faultSchema.parse({ match: '*', kind: 'slow_greeting' });
    expect((['greeting', 'mail', 'sms'] as const).filter((occasion) => strikes(fault, occasion, ''))).toEqual([
      'greeting',
    ]);
  });
});
