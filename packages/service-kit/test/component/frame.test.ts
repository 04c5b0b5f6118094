import { randomUUID } from 'node:crypto';
import type { Ctx } from '@genkan/call/ctx';
import { anonymousActor } from '@genkan/contracts/call-context';
import { probe } from '@genkan/testing/probe';
import { afterEach, describe, expect, it } from '@jest/globals';
import { lendAndTellMore, lendIt, lendSeat, refuse, startReadingRoom } from './reading-room.js';

type ReadingRoom = Awaited<ReturnType<typeof startReadingRoom>>;

const started: ReadingRoom[] = [];
async function readingRoom(...lend: Parameters<typeof startReadingRoom>): Promise<ReadingRoom> {
  const room = await startReadingRoom(...lend);
  started.push(room);
  return room;
}
afterEach(async () => {
  for (const room of started.splice(0)) await room.stop();
});

const reader = (): Partial<Ctx> => ({ actor: { ...anonymousActor, id: randomUUID() } });
const send = (room: ReadingRoom, as: Partial<Ctx>, seat = 'window') =>
  room.call(lendSeat, { as, body: { seat }, idempotencyKey: 'k1' });

describe('a call with an Idempotency-Key', () => {
  it('sent twenty times at once has one effect and one answer, and only the first names a record', async () => {
    const room = await readingRoom();
    const as = reader();
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(room, as)));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
    expect(new Set(answers.map(({ text, headers }) => `${headers.etag} ${text}`))).toEqual(
      new Set(['"1" {"seat":"window"}']),
    );
    expect(answers.filter(({ headers }) => headers['genkan-recorded']).length).toBe(1);
    expect(await room.events()).toHaveLength(1);
  });

  it('that was refused leaves the key free', async () => {
    const turns = [refuse, lendIt];
    const room = await readingRoom((...call) => turns.shift()?.(...call));
    const as = reader();
    expect((await send(room, as)).status).toBe(409);
    expect((await send(room, as)).status).toBe(201);
    expect(await room.events()).toHaveLength(1);
  });

  it('is refused with another body, also while the first runs', async () => {
    const room = await readingRoom();
    const as = reader();
    const answers = await Promise.all([send(room, as, 'window'), send(room, as, 'door')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
    expect(await room.events()).toHaveLength(1);
  });
});

describe('a failure', () => {
  it('of a lost database becomes a 503 with Retry-After, and names no address', async () => {
    const lost = Object.assign(new Error('connect ECONNREFUSED 10.1.2.3:3306'), { code: 'ECONNREFUSED' });
    const room = await readingRoom(() => {
      throw lost;
    });
    const { status, headers, body, text } = await send(room, reader());
    expect([status, headers['retry-after'], body.code]).toEqual([503, '1', 'gateway.unavailable']);
    expect(text).not.toContain('10.1.2.3');
  });

  it('in tests, is an event that the endpoint does not name', async () => {
    const room = await readingRoom(lendAndTellMore);
    expect((await send(room, reader())).status).toBe(500);
    expect(room.logged.join()).toContain('lendSeat emits genkan.identity.session.started.v1');
  });
});

describe('what runs beside the calls', () => {
  it('begins with start, in order, and ends in reverse order', async () => {
    const room = await readingRoom();
    await send(room, reader());
    expect(room.steps).toEqual([]);
    await room.service.start();
    await probe(() => room.steps.includes('heard') && room.steps.includes('dusted'));
    await room.stop();
    started.length = 0;
    const lights = room.steps.filter((step) => /on|off/.test(step));
    expect(lights).toEqual(['lamp on', 'stove on', 'stove off', 'lamp off']);
  });
});
