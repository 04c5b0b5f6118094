import { describe, expect, it } from '@jest/globals';
import { HashQueueFull } from './hash-queue-full.js';
import { createPasswordHasher, DEFAULT_COST, defaultParallelism, type HashWork } from './password-hasher.js';

const cost = { memoryKiB: 64, passes: 1 };

describe('a password hasher', () => {
  it('makes argon2id hashes of 19 MiB and two passes unless told', async () => {
    const hasher = createPasswordHasher();
    const phc = await hasher.hash('Correct-horse1');
    expect(phc).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(phc.length).toBeLessThanOrEqual(128);
    expect(await hasher.verify(phc, 'Correct-horse1')).toBe(true);
    expect(DEFAULT_COST).toEqual({ memoryKiB: 19_456, passes: 2 });
  });

  it('takes a password exactly as typed, without trimming or cutting', async () => {
    const hasher = createPasswordHasher({ cost });
    const password = ` ${'x'.repeat(126)}1`;
    const phc = await hasher.hash(password);
    expect(await hasher.verify(phc, password)).toBe(true);
    for (const other of [password.trim(), password.slice(0, -1), `${password} `, password.toUpperCase(), '']) {
      expect(await hasher.verify(phc, other)).toBe(false);
    }
    expect(await hasher.hash(password)).not.toBe(phc);
  });

  it('does the same work for an unknown login id, and says no', async () => {
    const seen: HashWork[] = [];
    const hasher = createPasswordHasher({ cost, observe: (work) => seen.push(work) });
    expect(await hasher.verifyDecoy('Correct-horse1')).toBe(false);
    expect(await hasher.verify(await hasher.hash('a'), 'b')).toBe(false);
    expect(seen.map(({ kind }) => kind)).toEqual(['decoy', 'hash', 'verify']);
    expect(seen.every(({ tookMs }) => tookMs > 0)).toBe(true);
  });

  it('checks hashes of another cost', async () => {
    const [cheap, dear] = [createPasswordHasher({ cost }), createPasswordHasher({ cost: { ...cost, passes: 2 } })];
    const phc = await cheap.hash('a');
    expect(await dear.verify(phc, 'a')).toBe(true);
  });

  it('refuses when more wait than may, and counts it', async () => {
    const hasher = createPasswordHasher({ parallelism: 1, maxQueue: 2 });
    const calls = Array.from({ length: 6 }, () => hasher.verifyDecoy('x'));
    const results = await Promise.allSettled(calls);
    const refused = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason);
    expect(refused).toHaveLength(3);
    expect(refused.every((reason) => reason instanceof HashQueueFull)).toBe(true);
    expect(hasher.stats()).toEqual({ running: 0, queued: 0, refused: 3 });
  });

  it('never blocks the event loop while it hashes', async () => {
    const hasher = createPasswordHasher({ parallelism: 2 });
    let turns = 0;
    let busy = true;
    const hashes = Promise.all(Array.from({ length: 6 }, () => hasher.hash('a'))).finally(() => {
      busy = false;
    });
    while (busy) {
      await new Promise((resolve) => setImmediate(resolve));
      turns += 1;
    }
    await hashes;
    expect(turns).toBeGreaterThan(50);
  });

  it('leaves half of the threads to files and look-ups', () => {
    expect(defaultParallelism(4)).toBeLessThanOrEqual(2);
    expect(defaultParallelism(1)).toBe(1);
  });
});
