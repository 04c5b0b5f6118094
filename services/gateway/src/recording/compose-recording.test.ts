import { systemClock } from '@genkan/config/clock';
import { systemIds as ids } from '@genkan/config/ids';
import { createOutboxWriter, type OutboxRow } from '@genkan/messaging/outbox-writer';
import { createLogger } from '@genkan/observability/logger';
import { formatTraceparent, freshTraceparent } from '@genkan/observability/traceparent';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { anonymousCaller } from '../credentials/compose-credentials.js';
import { composeRecording, type Recording } from './compose-recording.js';
import type { RecordableCall } from './recordable-call.js';

const MINUTE_MS = 60_000;
const refused = { status: 429, code: 'gateway.rate_limited', durationMs: 1 };

let nowMs: number;
/** What the database does with rows. */
let insert: (rows: readonly OutboxRow[]) => Promise<void>;
let counts: number[];
let recording: Recording;

const away = async () => {
  throw new Error('the database is away');
};
const back = async (rows: readonly OutboxRow[]) => {
  for (const { payload } of rows) counts.push(JSON.parse(String(payload)).count);
};

beforeEach(() => {
  nowMs = 0;
  counts = [];
  insert = back;
  recording = composeRecording({
    outbox: createOutboxWriter({ service: 'gateway', ids }),
    insert: (rows) => insert(rows),
    clock: systemClock(),
    nowMs: () => nowMs,
    logger: createLogger({ service: 'gateway', level: 'silent' }),
  });
});

/** Makes `size` calls of one client beyond its limit; the first is recorded at once. */
async function exceedLimit(size: number, client = 'a'): Promise<void> {
  const call: RecordableCall = {
    requestId: ids.uuid(),
    method: 'GET',
    path: '/api/v1/x',
    query: '',
    sourceIp: '203.0.113.9',
    userAgent: '',
    traceparent: formatTraceparent(freshTraceparent()),
    endpoint: null,
    params: {},
    body: null,
    caller: anonymousCaller,
    decisionId: null,
  };
  for (let n = 0; n < size; n += 1) await recording.recordOverLimit(`normal-address:${client}`, call, refused);
}

describe('the counts of throttled calls', () => {
  it('are told at the next tick when they could not be recorded at the minute’s end', async () => {
    await exceedLimit(1_000);
    insert = away;
    nowMs = MINUTE_MS;
    await recording.tick();
    expect(counts).toEqual([1]);
    insert = back;
    await recording.tick();
    await recording.tick();
    expect(counts).toEqual([1, 999]);
  });

  it('are told at the end of the process when they could not be recorded before', async () => {
    await exceedLimit(5);
    await exceedLimit(3, 'b');
    insert = away;
    nowMs = MINUTE_MS;
    await recording.tick();
    insert = back;
    await exceedLimit(4);
    await recording.close();
    expect(counts.sort()).toEqual([1, 1, 1, 2, 7]);
  });

  it('wait for a tick that is under way, which hears whether they were recorded', async () => {
    await exceedLimit(5);
    nowMs = MINUTE_MS;
    let fail: () => void = () => undefined;
    insert = () =>
      new Promise((_, reject) => {
        fail = () => reject(new Error('the database is away'));
      });
    const ticking = recording.tick();
    insert = back;
    const closed = recording.close();
    fail();
    await Promise.all([ticking, closed]);
    expect(counts).toEqual([1, 4]);
  });
});
