import { callContext } from '@genkan/contracts/call-context';
import { describe, expect, it } from '@jest/globals';
import { fakeClock } from './fake-clock.js';
import { testCtx } from './test-ctx.js';

describe('testCtx', () => {
  it('is a call that the gateway could have made', () => {
    const ctx = testCtx();
    expect(callContext.parse(ctx)).toMatchObject({ source: 'PORTAL', correlationId: ctx.requestId });
    expect(ctx.recording).toEqual({ eventId: null, types: [] });
  });

  it('takes what the test is about', () => {
    const clock = fakeClock();
    expect(testCtx({ accountNo: '123456789012', clock })).toMatchObject({ accountNo: '123456789012', clock });
  });

  it('is another call each time', () => {
    const [one, two] = [testCtx(), testCtx()];
    expect(one.requestId).not.toBe(two.requestId);
    expect(one.recording).not.toBe(two.recording);
  });
});
