import { describe, expect, it } from '@jest/globals';
import { createEntryCache } from './entry-cache.js';

describe('entry cache', () => {
  it('holds no more than it may: the one that was asked for longest ago goes first', async () => {
    const asked: string[] = [];
    const cache = createEntryCache({
      lookUp: async (key) => {
        asked.push(key);
        return { version: '1', key };
      },
      nowMs: () => 0,
      maxEntries: 2,
    });
    for (const key of ['a', 'b', 'c', 'b', 'c', 'a']) await cache.get(key);
    expect(asked).toEqual(['a', 'b', 'c', 'a']);
  });

  it('waits for a look-up of any length, but not for one that began a second before the caller came', async () => {
    let nowMs = 0;
    const flights: ((version: string) => void)[] = [];
    const cache = createEntryCache<{ version: string }>({
      lookUp: () => new Promise((resolve) => flights.push((version) => resolve({ version }))),
      nowMs: () => nowMs,
      maxEntries: 2,
    });
    const first = cache.get('a');
    nowMs = 999;
    const second = cache.get('a');
    nowMs = 1_000;
    const late = cache.get('a');
    expect(flights).toHaveLength(2);
    flights[1]?.('new');
    expect(await late).toEqual({ version: 'new' });
    nowMs = 4_000;
    flights[0]?.('old');
    expect(await Promise.all([first, second])).toEqual([{ version: 'old' }, { version: 'old' }]);
    // What took longer than a second is too old for the next caller.
    void cache.get('a');
    expect(flights).toHaveLength(3);
  });

  it('does not keep that there is nothing, so a new credential counts at once', async () => {
    let entry: { version: string } | 'none' = 'none';
    const cache = createEntryCache({ lookUp: async () => entry, nowMs: () => 0, maxEntries: 2 });
    expect(await cache.get('a')).toBeNull();
    entry = { version: '1' };
    expect(await cache.get('a')).toEqual({ version: '1' });
  });

  it('forgets one key, also what is under way for it, and nothing else', async () => {
    let version = 0;
    const flights: (() => void)[] = [];
    const lookUp = () =>
      new Promise<{ version: string }>((resolve) => flights.push(() => resolve({ version: String(++version) })));
    const cache = createEntryCache({ lookUp, nowMs: () => 0, maxEntries: 3 });
    const get = async (key: string) => {
      const entry = cache.get(key);
      flights.shift()?.();
      return (await entry)?.version;
    };
    expect([await get('a'), await get('b')]).toEqual(['1', '2']);
    const underWay = cache.get('c');
    for (const key of ['a', 'c']) cache.dropKey(key);
    flights.shift()?.();
    expect(await underWay).toEqual({ version: '3' });
    expect([await get('a'), await get('b'), await get('c')]).toEqual(['4', '2', '5']);
  });

  it('tells all callers who wait when the owner cannot be asked, and asks again for the next', async () => {
    let tries = 0;
    const lookUp = async () => {
      tries += 1;
      throw new Error('away');
    };
    const cache = createEntryCache({ lookUp, nowMs: () => 0, maxEntries: 2 });
    const results = await Promise.allSettled([cache.get('a'), cache.get('a'), cache.get('a')]);
    expect(results.map(({ status }) => status)).toEqual(Array(3).fill('rejected'));
    expect(tries).toBe(1);
    await expect(cache.get('a')).rejects.toThrow('away');
    expect(tries).toBe(2);
  });
});
