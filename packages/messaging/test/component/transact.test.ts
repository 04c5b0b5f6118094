import { randomUUID } from 'node:crypto';
import type { Ctx } from '@genkan/call/ctx';
import { nothingRecorded } from '@genkan/call/ctx';
import type { IdempotencyClaim } from '@genkan/call/idempotency';
import { IdempotentReplay } from '@genkan/call/idempotency';
import { Refusal } from '@genkan/call/refusal';
import type { Transact } from '@genkan/call/transaction';
import { systemIds } from '@genkan/config/ids';
import { checkDrift } from '@genkan/persistence/check-drift';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventTooLarge } from '../../src/event-too-large.js';
import { findStoredAnswer } from '../../src/idempotency.js';
import { createOutboxWriter } from '../../src/outbox-writer.js';
import { createTransact } from '../../src/transact.js';
import { ACCOUNT, callCtx, thing, thingChanged } from '../example.js';
import { type ScratchDatabase, scratchDatabase } from '../scratch-database.js';

let database: ScratchDatabase;
let transact: Transact;
let wakeUps = 0;

beforeAll(async () => {
  database = await scratchDatabase();
  const outbox = createOutboxWriter({ service: 'identity', ids: systemIds });
  transact = createTransact({ dataSource: database.dataSource, outbox, relay: { wake: () => (wakeUps += 1) } });
});
afterAll(() => database.drop());

/** Rows of one call, as they are stored. */
const stored = async (ctx: Ctx) => {
  const rows = await database.rows('SELECT * FROM outbox WHERE headers LIKE ? ORDER BY position', [
    `%${ctx.correlationId}%`,
  ]);
  return rows.map((row) => ({
    ...row,
    headers: JSON.parse(String(row.headers)),
    payload: JSON.parse(String(row.payload)),
  }));
};

it('has the tables that its entities describe', async () => {
  expect(await checkDrift(database.dataSource)).toEqual([]);
});

describe('a transaction', () => {
  it('stores its events with the change, as CloudEvents with an activity, and wakes the relay', async () => {
    const ctx = callCtx({ decisionId: randomUUID() });
    const before = wakeUps;
    const id = await transact(ctx, async (tx) => tx.emit(thingChanged, { ...thing(1), before: { text: 'b' } }));
    expect(wakeUps).toBe(before + 1);
    expect(ctx.recording.eventId).toBe(id);
    const [row] = await stored(ctx);
    expect(row).toMatchObject({
      event_id: id,
      sequence: null,
      published_at: null,
      partition_key: ACCOUNT,
      headers: {
        'content-type': 'application/json',
        ce_specversion: '1.0',
        ce_id: id,
        ce_source: '/services/identity',
        ce_type: 'genkan.identity.thing.changed.v1',
        ce_subject: `nrn:genkan:identity:global:${ACCOUNT}:Thing/1`,
        ce_dataschema: 'urn:genkan:schema:genkan.identity.thing.changed.v1',
        ce_partitionkey: ACCOUNT,
        ce_correlationid: ctx.correlationId,
        ce_traceparent: ctx.traceparent,
        ce_authtype: 'main',
        ce_authid: ACCOUNT,
      },
      payload: {
        text: 'a',
        number: 1,
        activity: {
          ...{ scope: ACCOUNT, visibility: 'tenant', actor: ctx.actor, source: 'CONSOLE', sourceIp: '203.0.113.7' },
          ...{ userAgent: 'test', requestId: ctx.requestId, service: 'identity', action: 'ChangeThing' },
          resource: { nrn: `nrn:genkan:identity:global:${ACCOUNT}:Thing/1`, type: 'Thing', name: null },
          ...{ region: 'global', result: 'SUCCESS', errorCode: null, decisionId: ctx.decisionId, request: null },
          ...{ before: { text: 'b' }, after: null, readOnly: false },
        },
      },
    });
    expect(row?.headers).not.toHaveProperty('ce_causationid');
  });

  it('gives later events of a call the id of its first one as cause, also across transactions', async () => {
    const ctx = callCtx();
    await transact(ctx, async (tx) => [tx.emit(thingChanged, thing(1)), tx.emit(thingChanged, thing(2))]);
    await transact(ctx, async (tx) => tx.emit(thingChanged, thing(3)));
    const rows = await stored(ctx);
    const first = rows[0]?.headers.ce_id;
    expect(ctx.recording.eventId).toBe(first);
    expect(rows.map((row) => row.headers.ce_causationid)).toEqual([undefined, first, first]);
    expect(rows.map((row) => row.payload.number)).toEqual([1, 2, 3]);
  });

  it('gives all events the handled event as cause when there is one', async () => {
    const ctx = callCtx({ causationId: 'handled' });
    await transact(ctx, async (tx) => [tx.emit(thingChanged, thing(1)), tx.emit(thingChanged, thing(2))]);
    expect((await stored(ctx)).map((row) => row.headers.ce_causationid)).toEqual(['handled', 'handled']);
  });

  it('uses the event id as key where nobody owns the event, and shows it to operators only', async () => {
    const ctx = callCtx();
    const id = await transact(ctx, async (tx) => tx.emit(thingChanged, thing(1, 'platform')));
    const [row] = await stored(ctx);
    expect(row).toMatchObject({
      partition_key: id,
      payload: { activity: { scope: 'platform', visibility: 'operator' } },
    });
    expect(row?.headers.ce_subject).toBe('nrn:genkan:identity:global::Thing/1');
  });

  it('leaves nothing behind when it fails: no event, no recording, no wake-up', async () => {
    const ctx = callCtx();
    const before = wakeUps;
    const failed = transact(ctx, async (tx) => {
      tx.emit(thingChanged, thing(1));
      throw new Error('the use case fails');
    });
    await expect(failed).rejects.toThrow('the use case fails');
    expect(await stored(ctx)).toEqual([]);
    expect(ctx.recording.eventId).toBeNull();
    expect(wakeUps).toBe(before);
  });

  it('drops facts that the contract does not know, and refuses those that violate it', async () => {
    const ctx = callCtx();
    const facts = { text: 'a', number: 1, password: 'canary' };
    await transact(ctx, async (tx) => tx.emit(thingChanged, { ...thing(1), facts }));
    expect(JSON.stringify(await stored(ctx))).not.toContain('canary');
    const violating = transact(callCtx(), async (tx) => tx.emit(thingChanged, thing(0.5)));
    await expect(violating).rejects.toThrow('genkan.identity.thing.changed.v1 violates its contract');
    const foreign = { ...thingChanged, service: 'audit' as const };
    await expect(transact(callCtx(), async (tx) => tx.emit(foreign, thing(1)))).rejects.toThrow(
      'not an event of identity',
    );
  });

  it('refuses a value of more than 256 KiB and accepts one byte less', async () => {
    const ctx = callCtx();
    await transact(ctx, async (tx) => tx.emit(thingChanged, thing(1)));
    const [row] = await database.rows('SELECT OCTET_LENGTH(payload) AS bytes FROM outbox WHERE event_id = ?', [
      ctx.recording.eventId,
    ]);
    // The text of one byte is part of that; Hangul has three.
    const most = 256 * 1024 - Number(row?.bytes) + 1;
    const hangul = '가'.repeat(Math.floor(most / 3)) + 'a'.repeat(most % 3);
    await transact(ctx, async (tx) => tx.emit(thingChanged, thing(1, ACCOUNT, hangul)));
    const tooLarge = transact(callCtx(), async (tx) => tx.emit(thingChanged, thing(1, ACCOUNT, `${hangul}a`)));
    await expect(tooLarge).rejects.toThrow(EventTooLarge);
  });

  it('keeps numbers that a JSON column would change', async () => {
    const ctx = callCtx();
    const request = { big: '9223372036854775807', text: '\u0000\ud800', 키: '😀' };
    await transact(ctx, async (tx) => tx.emit(thingChanged, { ...thing(1), request }));
    expect((await stored(ctx))[0]?.payload.activity.request).toEqual(request);
  });
});

describe('an idempotent call', () => {
  const claimOf = (overrides: Partial<IdempotencyClaim> = {}): IdempotencyClaim => ({
    principal: ACCOUNT,
    endpoint: 'changeThing',
    key: randomUUID(),
    bodyHash: 'a'.repeat(64),
    render: (value) => ({ status: 201, body: JSON.stringify(value), etag: '7' }),
    ...overrides,
  });
  const call = (ctx: Ctx, work: () => Promise<unknown> = async () => 1) =>
    transact(ctx, async (tx) => {
      tx.emit(thingChanged, thing(1));
      return work();
    });

  it('is done once; its repetition gets the answer of the first', async () => {
    const idempotency = claimOf();
    const ctx = callCtx({ idempotency });
    expect(await findStoredAnswer(database.dataSource.manager, idempotency, new Date())).toBeNull();
    await call(ctx, async () => ({ id: 7 }));
    const answer = { status: 201, body: '{"id":7}', etag: '7' };
    expect(await findStoredAnswer(database.dataSource.manager, idempotency, new Date())).toEqual(answer);
    const repeated = call({ ...ctx, recording: nothingRecorded() });
    await expect(repeated).rejects.toThrow(IdempotentReplay);
    await expect(repeated).rejects.toMatchObject({ answer });
    expect(await stored(ctx)).toHaveLength(1);
  });

  it('waits for the first when both come at once, and is done once', async () => {
    const ctx = callCtx({ idempotency: claimOf() });
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, () => call({ ...ctx, recording: nothingRecorded() }, async () => ({ id: 7 }))),
    );
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(refused.every((reason) => reason instanceof IdempotentReplay && reason.answer.body === '{"id":7}')).toBe(
      true,
    );
    expect(await stored(ctx)).toHaveLength(1);
  });

  it('is refused with another body', async () => {
    const idempotency = claimOf();
    await call(callCtx({ idempotency }));
    const other = { ...idempotency, bodyHash: 'b'.repeat(64) };
    await expect(call(callCtx({ idempotency: other }))).rejects.toThrow(Refusal);
    await expect(findStoredAnswer(database.dataSource.manager, other, new Date())).rejects.toThrow(Refusal);
  });

  it('leaves the key free when it fails, and after 24 hours', async () => {
    const ctx = callCtx({ idempotency: claimOf() });
    const failing = call(ctx, async () => {
      throw new Error('the use case fails');
    });
    await expect(failing).rejects.toThrow('the use case fails');
    await call(ctx);
    const tomorrow = new Date(Date.now() + 24 * 3_600_000 + 1_000);
    expect(
      await findStoredAnswer(database.dataSource.manager, ctx.idempotency as IdempotencyClaim, tomorrow),
    ).toBeNull();
    await call({ ...ctx, clock: { now: () => tomorrow }, recording: nothingRecorded() });
    expect(await stored(ctx)).toHaveLength(2);
  });

  it('of another principal or endpoint is another call', async () => {
    const idempotency = claimOf();
    await call(callCtx({ idempotency }));
    await call(callCtx({ idempotency: { ...idempotency, principal: '999999999999' } }));
    await call(callCtx({ idempotency: { ...idempotency, endpoint: 'otherThing' } }));
  });
});
