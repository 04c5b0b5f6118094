import { expect, it } from '@jest/globals';
import { createHistory, type Timed } from './history.js';

const timed = (...times: number[]): Timed<number>[] => times.map((timeMs) => ({ timeMs, item: timeMs }));
const span = (end: number) => ({ from: 0n, end: BigInt(end) });
const setUp = (...ends: number[]) => {
  const shown: number[] = [];
  const spans = new Map(ends.map((end, index) => [String(index), span(end)]));
  return { shown, history: createHistory<number>(spans, (item) => shown.push(item)) };
};

it('shows the history of many partitions by time, and holds of each no more than came at once', () => {
  const times = Array.from({ length: 1_000 }, (_, index) => index);
  const partitions = [0, 1, 2, 3, 4].map((n) => times.filter((time) => (time < 500 ? time % 4 : time % 3) === n));
  const { shown, history } = setUp(...partitions.map(({ length }) => length));
  const read = partitions.map(() => 0);
  let held = 0;
  let added = 0;
  while (!history.isOver()) {
    const hungry = partitions.findIndex((all, n) => (read[n] ?? 0) < all.length && history.isHungry(String(n)));
    const from = read[hungry] ?? 0;
    const some = (partitions[hungry] ?? []).slice(from, from + 7);
    read[hungry] = from + some.length;
    added += some.length;
    history.add(String(hungry), timed(...some), BigInt(from + some.length));
    held = Math.max(held, added - shown.length);
  }
  expect(shown).toEqual(times);
  expect(held).toBeLessThanOrEqual(5 * 7);
});

it('waits for a partition that has more, and for no other', () => {
  const { shown, history } = setUp(2, 1, 0);
  history.add('0', timed(10, 30), 2n);
  expect(shown).toEqual([]);
  expect([0, 1, 2].map((n) => history.isHungry(String(n)))).toEqual([false, true, false]);
  history.add('1', timed(20), 1n);
  expect(shown).toEqual([10, 20, 30]);
  expect(history.isOver()).toBe(true);
});

it('puts what came after its end in order too, and then shows everything as it comes', () => {
  const { shown, history } = setUp(1, 1);
  history.add('0', timed(10, 50, 60), 3n);
  history.add('1', timed(20, 55), 2n);
  history.add('0', timed(5), 4n);
  expect(shown).toEqual([10, 20, 50, 55, 60, 5]);
});

it('keeps the order of a partition whose times are not in order', () => {
  const { shown, history } = setUp(3, 2);
  history.add('0', timed(30, 10, 40), 3n);
  history.add('1', timed(20, 35), 2n);
  expect(shown).toEqual([20, 30, 10, 35, 40]);
});

it('shows what is there when nothing more comes', () => {
  const { shown, history } = setUp(5, 5);
  history.add('0', timed(1, 2), 2n);
  history.giveUp();
  expect(shown).toEqual([1, 2]);
  expect(history.isOver()).toBe(true);
});

it.each([[[]], [[0, 0]]])('is over at once when there is none (%j)', (ends) => {
  const { history } = setUp(...ends);
  expect(history.isOver()).toBe(true);
});
