import { fork } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lockName } from '../../src/lock-name.js';
import { createNamedLock } from '../../src/named-lock.js';
import { databaseProxy } from '../database-proxy.js';
import { probe } from '../probe.js';
import { type ScratchDatabase, scratchDatabase } from '../scratch-database.js';

let database: ScratchDatabase;
let name: string;
let stop: AbortController;
const holds: Promise<void>[] = [];

beforeEach(async () => {
  database = await scratchDatabase();
  name = `${database.schema}:relay`;
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  await Promise.all(holds.splice(0));
  await database.drop();
});

const holder = async () =>
  (await database.rows('SELECT IS_USED_LOCK(?) AS id', [lockName(name)]))[0]?.id as string | null;
const untilAborted = async (signal: AbortSignal) => {
  if (!signal.aborted) await once(signal, 'abort');
};
const hold = (work: (lost: AbortSignal) => Promise<void>, settings = {}) => {
  const held = createNamedLock({ url: database.url, name, ...settings }).hold(stop.signal, work);
  holds.push(held);
  return held;
};

describe('createNamedLock', () => {
  it('runs the work while the lock is held, and gives it back when the work returns', async () => {
    let held: string | null = null;
    await hold(async () => {
      held = await holder();
    });
    expect(held).not.toBeNull();
    await probe(async () => (await holder()) === null);
  });

  it('never has two holders, though each in turn is killed', async () => {
    let working = 0;
    let most = 0;
    let turns = 0;
    const work = async (lost: AbortSignal) => {
      working += 1;
      turns += 1;
      most = Math.max(most, working);
      await untilAborted(lost);
      working -= 1;
    };
    for (let instance = 0; instance < 3; instance += 1) hold(work);
    for (let turn = 1; turn <= 4; turn += 1) {
      await probe(() => turns >= turn && working === 1);
      await database.kill((await holder()) ?? '');
      await probe(() => turns > turn);
    }
    expect(most).toBe(1);
  });

  it('tells the work at once that its connection was killed, and starts it again with the lock', async () => {
    const lostAfterMs: number[] = [];
    let killedAt = 0;
    hold(async (lost) => {
      await untilAborted(lost);
      lostAfterMs.push(performance.now() - killedAt);
    });
    for (const times of [1, 2]) {
      await probe(async () => (await holder()) !== null);
      killedAt = performance.now();
      await database.kill((await holder()) ?? '');
      await probe(() => lostAfterMs.length === times);
    }
    expect(Math.max(...lostAfterMs)).toBeLessThan(1_000);
  });

  it('waits for work that ends late before it starts it again', async () => {
    const seen: string[] = [];
    let finish = () => {};
    const late = new Promise<void>((resolve) => {
      finish = resolve;
      stop.signal.addEventListener('abort', () => resolve());
    });
    const held = hold(async (lost) => {
      seen.push('start');
      if (seen.length > 1) return;
      await untilAborted(lost);
      seen.push('lost');
      await late;
      seen.push('end');
    });
    await probe(async () => (await holder()) !== null);
    await database.kill((await holder()) ?? '');
    await probe(() => seen.includes('lost'));
    // Another holder can have the lock meanwhile.
    await createNamedLock({ url: database.url, name }).hold(stop.signal, async () => finish());
    await held;
    expect(seen).toEqual(['start', 'lost', 'end', 'start']);
  });

  it('starts the work again when it throws', async () => {
    let starts = 0;
    await hold(async () => {
      starts += 1;
      if (starts < 3) throw new Error('database gone');
    });
    expect(starts).toBe(3);
  });

  it('ends when told, whether it holds or waits', async () => {
    let isTold = false;
    const holding = hold(async (lost) => {
      await untilAborted(lost);
      isTold = true;
    });
    await probe(async () => (await holder()) !== null);
    const waiting = hold(async () => {
      throw new Error('never');
    });
    stop.abort();
    await Promise.all([holding, waiting]);
    expect(isTold).toBe(true);
    await probe(async () => (await holder()) === null);
  });

  it('keeps the lock for longer than the server would wait for a silent holder', async () => {
    const held: (string | null)[] = [];
    hold(untilAborted, { idleSeconds: 1, pingMs: 200 });
    await probe(async () => (await holder()) !== null);
    const first = await holder();
    const since = performance.now();
    await probe(async () => {
      held.push(await holder());
      return performance.now() - since > 2_500;
    });
    expect(new Set(held)).toEqual(new Set([first]));
  });

  it('is lost when the database is killed, and got again when it came back', async () => {
    const way = await databaseProxy(database.url);
    const seen: string[] = [];
    hold(
      async (lost) => {
        seen.push('held');
        await untilAborted(lost);
        seen.push('lost');
      },
      { url: way.url },
    );
    await probe(() => seen.length === 1);
    await way.cut();
    await probe(() => seen.length === 2);
    await way.restore();
    await probe(() => seen.length === 3);
    expect(seen).toEqual(['held', 'lost', 'held']);
    stop.abort();
    await way.cut();
  });

  it('takes a name of any length', async () => {
    name = `${database.schema}:${'x'.repeat(200)}`;
    let held: string | null = null;
    await hold(async () => {
      held = await holder();
    });
    expect(held).not.toBeNull();
  });

  it('is lost by a process that was stopped for longer than the server waits, which notices when it goes on', async () => {
    const child = fork(new URL('../fixtures/lock-process.js', import.meta.url), [database.url, name]);
    const said: string[] = [];
    child.on('message', (message) => said.push(String(message)));
    try {
      await probe(() => said.includes('held'));
      child.kill('SIGSTOP');
      let isTakenOver = false;
      hold(async (lost) => {
        isTakenOver = true;
        await untilAborted(lost);
      });
      await probe(() => isTakenOver);
      child.kill('SIGCONT');
      await probe(() => said.includes('lost'));
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });
});
