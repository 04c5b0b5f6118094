import { setTimeout as sleep } from 'node:timers/promises';
import { atMost, told } from '../figures/figure.js';
import { quantile } from '../figures/statistics.js';
import { Connection } from '../load/connection.js';
import { insist } from '../load/drive.js';
import { makeSignedIn, read, type SignedIn } from '../people.js';
import type { Testbed } from '../testbed.js';
import type { Benchmark } from './benchmark.js';

const EVENTS_PER_SECOND = 200;
const LIMIT_MS = 1_000;
/** Every event is seen up to so much later than it could have been. */
const LOOK_EVERY_MS = 10;
const TIMEOUT_MS = 30_000;

/** When each request was answered or seen, by its id. */
type Moments = Map<string, number>;

export const auditVisibilityBenchmark: Benchmark = {
  name: 'audit-visibility',
  question: 'How long after a commit does a search find the record?',
  async run(testbed) {
    const people = await makeSignedIn(testbed, 24);
    await testbed.settle();
    const answered: Moments = new Map();
    const seen: Moments = new Map();
    const watching = new AbortController();
    const watcher = watch(testbed, seen, watching.signal);
    const seconds = testbed.size(30, 1);
    const lateMs = await callSteadily(testbed, people, seconds * EVENTS_PER_SECOND, answered);
    const deadlineMs = performance.now() + TIMEOUT_MS;
    const missing = () => [...answered.keys()].filter((requestId) => !seen.has(requestId)).length;
    while (missing() > 0 && performance.now() < deadlineMs) await sleep(LOOK_EVERY_MS);
    watching.abort();
    await watcher;
    if (missing() > 0) throw new Error(`${missing()} of ${answered.size} records were never seen`);
    await findBySearch(testbed, people, answered);
    const delaysMs = [...answered].map(([requestId, atMs]) => Math.max(0, (seen.get(requestId) ?? 0) - atMs));
    return {
      figures: [
        atMost('audit-visibility', `ms at p99, ${EVENTS_PER_SECOND} events/s`, {
          measured: quantile(delaysMs, 0.99),
          limit: LIMIT_MS,
        }),
        told('audit-visibility-p50', 'ms', quantile(delaysMs, 0.5)),
        told('audit-visibility-max', 'ms', quantile(delaysMs, 1)),
      ],
      notes: [
        `${answered.size} recorded reads by 24 members, one every ${1_000 / EVENTS_PER_SECOND} ms, sent ${lateMs.toFixed(1)} ms late at p99; from the answer, which follows the commit, until audit's table shows the row. The last call of each member was then found by \`GET /activities\`.`,
      ],
    };
  },
};

/** One call every so often, whatever becomes of those before. Returns how late they left, at p99. */
async function callSteadily(
  testbed: Testbed,
  people: readonly SignedIn[],
  calls: number,
  answered: Moments,
): Promise<number> {
  const lanes = people.map(async (person) => ({
    connection: await Connection.open(testbed.gatewayUrl),
    request: read('/sessions', person),
  }));
  const ready = await Promise.all(lanes);
  const startMs = performance.now();
  const lateMs: number[] = [];
  await Promise.all(
    ready.map(async ({ connection, request }, lane) => {
      for (let call = lane; call < calls; call += ready.length) {
        const dueMs = startMs + (call * 1_000) / EVENTS_PER_SECOND;
        const waitMs = dueMs - performance.now();
        if (waitMs > 0) await sleep(waitMs);
        lateMs.push(performance.now() - dueMs);
        const { head } = insist(await connection.send(request), 200);
        answered.set(/\r\nx-request-id: *([^\r]+)/i.exec(head)?.[1] ?? '', performance.now());
      }
      connection.close();
    }),
  );
  return quantile(lateMs, 0.99);
}

/** Notes when each record appears in the table that searches read. */
async function watch(testbed: Testbed, seen: Moments, signal: AbortSignal): Promise<void> {
  const [last] = await testbed.query<{ position: number }>(
    'SELECT MAX(position) AS position FROM genkan_audit.records',
  );
  let position = last?.position ?? 0;
  while (!signal.aborted) {
    const rows = await testbed.query<{ position: number; request_id: string }>(
      'SELECT position, request_id FROM genkan_audit.records WHERE position > ? ORDER BY position',
      [position],
    );
    const nowMs = performance.now();
    for (const row of rows) {
      seen.set(row.request_id, nowMs);
      position = row.position;
    }
    await sleep(LOOK_EVERY_MS);
  }
}

/** The search itself, as members use it: each finds calls of this run. */
async function findBySearch(testbed: Testbed, people: readonly SignedIn[], answered: Moments): Promise<void> {
  const connection = await Connection.open(testbed.gatewayUrl);
  for (const person of people) {
    const { body } = insist(await connection.send(read('/activities?action=ViewSessions&size=1', person)), 200);
    const { items } = JSON.parse(body) as { items: { requestId: string }[] };
    if (!answered.has(items[0]?.requestId ?? '')) throw new Error(`a search did not find the last call: ${body}`);
  }
  connection.close();
}
