import { describe, expect, it } from '@jest/globals';
import { pageOf } from './page-of.js';

describe('a page', () => {
  it('names the next one when more was found than it holds', () => {
    expect(pageOf([1, 2, 3], 2, (last) => `after ${last}`)).toEqual({ items: [1, 2], nextCursor: 'after 2' });
  });

  it('is the last one otherwise', () => {
    for (const found of [[], [1], [1, 2]]) expect(pageOf(found, 2, String)).toEqual({ items: found });
  });
});
