import { describe, expect, it } from '@jest/globals';
import { probe } from './probe.js';

describe('probe', () => {
  it('asks until the answer is truthy, and returns it', async () => {
    let asked = 0;
    const answer = await probe(
      () => {
        asked += 1;
        if (asked === 1) throw new Error('not yet');
        return asked === 3 && 'here';
      },
      { everyMs: 1 },
    );
    expect(answer).toBe('here');
    expect(asked).toBe(3);
  });

  it('ends at the deadline with the last failure', async () => {
    const failure = new Error('expected 2 rows, there is 1');
    const hopeless = probe(() => Promise.reject(failure), { timeoutMs: 30, everyMs: 5 });
    await expect(hopeless).rejects.toThrow('Still not after 30 ms: expected 2 rows, there is 1');
    await expect(hopeless).rejects.toMatchObject({ cause: failure });
  });

  it('says what was returned when nothing was thrown', async () => {
    await expect(probe(() => 0, { timeoutMs: 1, everyMs: 1 })).rejects.toThrow('it returned 0');
  });
});
