import { randomUUID } from 'node:crypto';
import { Refusal } from '@genkan/call/refusal';
import { systemIds } from '@genkan/config/ids';
import { sessionEnded } from '@genkan/contracts/identity/sessions';
import { findStoredAnswer } from '@genkan/messaging/idempotency';
import { createOutboxWriter } from '@genkan/messaging/outbox-writer';
import { messagingEntities, messagingMigrations } from '@genkan/messaging/schema';
import { createTransact } from '@genkan/messaging/transact';
import { fakeClock } from '@genkan/testing/fake-clock';
import { createTestDatabase, type TestDatabase } from '@genkan/testing/test-database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Route, route } from '../../src/binder.js';
import { addBook } from '../fixtures/book-contracts.js';
import { type Library, library, reader } from '../fixtures/library.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ entities: messagingEntities, migrations: messagingMigrations });
});
afterAll(() => database.drop());

/** A library that adds books in transactions; `fail` is asked inside of each. */
function storingLibrary(fail: () => boolean = () => false): Library {
  const outbox = createOutboxWriter({ service: 'identity', ids: systemIds });
  const transact = createTransact({ dataSource: database.dataSource, outbox });
  const add: Route = route(
    addBook,
    (ctx, { body }) =>
      transact(ctx, async (tx) => {
        if (fail()) throw new Refusal<string>('identity.book_exists');
        tx.emit(sessionEnded, { scope: '204718330962', resource: { id: 'b1' }, facts: sessionEnded.sample });
        return { title: body.title, bookId: randomUUID() };
      }),
    { present: (added) => ({ body: added }) },
  );
  const clock = fakeClock();
  const find = (claim: Parameters<typeof findStoredAnswer>[1]) =>
    findStoredAnswer(database.dataSource.manager, claim, clock.now());
  return library([add], { clock, idempotency: { key: Buffer.alloc(32, 5), find } });
}

const own = () => ({ ...reader, actor: { ...reader.actor, id: randomUUID() }, requestId: randomUUID() });
const eventsOf = async ({ requestId }: { requestId: string }): Promise<number> =>
  (await database.dataSource.query('SELECT 1 FROM outbox WHERE payload LIKE ?', [`%${requestId}%`])).length;

describe('twenty equal calls at once with one Idempotency-Key', () => {
  it('have one effect and one answer, and only the first names a record', async () => {
    const { call } = storingLibrary();
    const ctx = own();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => call(addBook, { ctx }).set('idempotency-key', 'k1').send({ title: 'Kokoro' })),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers['genkan-recorded']).length).toBe(1);
    expect(await eventsOf(ctx)).toBe(1);
  });
});

describe('a call with an Idempotency-Key', () => {
  it('that was refused leaves the key free', async () => {
    const refusals = [true, false];
    const { call } = storingLibrary(() => refusals.shift() ?? false);
    const ctx = own();
    const send = () => call(addBook, { ctx }).set('idempotency-key', 'k1').send({ title: 'Kokoro' });
    expect((await send()).status).toBe(409);
    expect((await send()).status).toBe(201);
    expect(await eventsOf(ctx)).toBe(1);
  });

  it('is refused with another body, also while the first runs', async () => {
    const { call } = storingLibrary();
    const ctx = own();
    const send = (title: string) => call(addBook, { ctx }).set('idempotency-key', 'k1').send({ title });
    const statuses = (await Promise.all([send('Kokoro'), send('Botchan')])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([201, 422]);
    expect(await eventsOf(ctx)).toBe(1);
  });
});
