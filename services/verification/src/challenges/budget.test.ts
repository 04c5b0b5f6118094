import { describe, expect, it } from '@jest/globals';
import { budgetsFor } from './budget.js';
import { readTarget } from './target.js';

describe('one more code', () => {
  it('by mail is charged to its address and to the network that asked', () => {
    expect(budgetsFor(readTarget('email', 'Kim@example.com'), '203.0.113.7')).toEqual([
      { kind: 'email', of: 'kim@example.com', limit: 5 },
      { kind: 'network', of: '203.0.113.7', limit: 20 },
    ]);
  });

  it('by SMS is charged to the block of numbers, too', () => {
    expect(budgetsFor(readTarget('phone', '+821012345678'), '2001:db8:1:2:3::4')).toEqual([
      { kind: 'phone', of: '+821012345678', limit: 5 },
      { kind: 'network', of: '2001:db8:1:2::/64', limit: 20 },
      { kind: 'phone-prefix', of: '+82101234', limit: 200 },
    ]);
  });
});
