import { afterEach, expect, it, jest } from '@jest/globals';
import { requestQueue } from './create-kafka.js';

afterEach(() => {
  jest.restoreAllMocks();
});

it.each([
  { what: 'nothing waits', pending: [], throttledForMs: 0, timers: 0 },
  { what: 'a request waits', pending: [{}], throttledForMs: 0, timers: 1 },
  { what: 'the broker asked for a break', pending: [], throttledForMs: 60_000, timers: 1 },
])('a connection to Kafka has $timers timers of its queue when $what, none of a negative time', (situation) => {
  const { pending, throttledForMs, timers } = situation;
  const set = jest.spyOn(globalThis, 'setTimeout').mockReturnValue(undefined as unknown as NodeJS.Timeout);
  const throttledUntil = throttledForMs === 0 ? -1 : Date.now() + throttledForMs;
  Object.assign(Object.create(requestQueue), { pending, throttledUntil }).scheduleCheckPendingRequests();
  expect(set).toHaveBeenCalledTimes(timers);
  for (const [, delayMs] of set.mock.calls) expect(delayMs).toBeGreaterThan(0);
});
