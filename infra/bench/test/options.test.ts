import { describe, expect, it } from '@jest/globals';
import { readOptions } from '../src/options.js';

describe('the command line', () => {
  it('runs everything unless told otherwise', () => {
    const { chosen, isQuick } = readOptions([]);
    expect(chosen).toHaveLength(10);
    expect(isQuick).toBe(false);
  });

  it('runs what is named', () => {
    const { chosen } = readOptions(['session-check', '--quick', 'sign-in']);
    expect(chosen.map(({ name }) => name)).toEqual(['sign-in', 'session-check']);
  });

  it('says what there is when a name or an option is wrong', () => {
    expect(() => readOptions(['coffee'])).toThrow('There is no benchmark "coffee": policy, warm-start, ');
    expect(() => readOptions(['--fast'])).toThrow('Usage: npm run bench');
  });
});
