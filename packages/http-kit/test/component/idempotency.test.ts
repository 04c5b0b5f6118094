import type { IdempotencyClaim, StoredAnswer } from '@genkan/call/idempotency';
import { IdempotentReplay } from '@genkan/call/idempotency';
import { Refusal } from '@genkan/call/refusal';
import type { CommonErrorCode } from '@genkan/contracts/problem';
import { describe, expect, it } from '@jest/globals';
import { route } from '../../src/binder.js';
import { addBook, giveBack } from '../fixtures/book-contracts.js';
import { library, reader } from '../fixtures/library.js';

const secret = Buffer.alloc(32, 5);
interface Shelf {
  readonly id: string;
  readonly secret: string;
}

/** A library that keeps answers as `transact` would; `claims` are those that reached the handler. */
function keepingLibrary() {
  const claims: IdempotencyClaim[] = [];
  const kept = new Map<string, { answer: StoredAnswer; bodyHash: string }>();
  const nameOf = ({ principal, endpoint, key }: IdempotencyClaim) => JSON.stringify([principal, endpoint, key]);
  const add = route(
    addBook,
    async (ctx, { body }): Promise<Shelf> => {
      const value = { id: body.title, secret: 'not for the answer' };
      if (ctx.idempotency) {
        claims.push(ctx.idempotency);
        const { bodyHash } = ctx.idempotency;
        kept.set(nameOf(ctx.idempotency), { answer: ctx.idempotency.render(value), bodyHash });
      }
      ctx.recording.eventId = 'event-1';
      return value;
    },
    { present: ({ id }) => ({ body: { bookId: id, title: id } }) },
  );
  const find = async (claim: IdempotencyClaim) => {
    const found = kept.get(nameOf(claim));
    if (found && found.bodyHash !== claim.bodyHash)
      throw new Refusal<CommonErrorCode>('gateway.idempotency_key_reused');
    return found?.answer;
  };
  const { call } = library([add], { idempotency: { key: secret, find } });
  const send = (key: string, body: object, { ctx, path }: { ctx?: object; path?: string } = {}) =>
    call(addBook, { ctx, path }).set('idempotency-key', key).send(body);
  return { claims, send };
}

describe('a call with an Idempotency-Key', () => {
  it('is answered once more with the same bytes, without running and without a record', async () => {
    const { claims, send } = keepingLibrary();
    const first = await send('k1', { title: 'x' });
    const second = await send('k1', { title: 'x' });
    expect(claims).toHaveLength(1);
    expect([second.status, second.text]).toEqual([first.status, first.text]);
    expect(second.headers['content-type']).toBe('application/json');
    expect([first.headers['genkan-recorded'], second.headers['genkan-recorded']]).toEqual(['event-1', undefined]);
  });

  it('keeps what the presenter shows, never the value itself', async () => {
    const { claims, send } = keepingLibrary();
    await send('k1', { title: 'x' });
    const kept = { status: 201, body: '{"bookId":"x","title":"x"}', etag: null };
    expect(claims[0]?.render({ id: 'x', secret: 's' })).toEqual(kept);
  });

  it('and another body, or another query, is refused', async () => {
    const { send } = keepingLibrary();
    await send('k1', { title: 'x' });
    for (const answer of [
      await send('k1', { title: 'y' }),
      await send('k1', { title: 'x' }, { path: '/books?shelf=a' }),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([422, 'gateway.idempotency_key_reused']);
    }
  });

  it('of another caller is another call, also when neither has an identity', async () => {
    const { claims, send } = keepingLibrary();
    const other = { ...reader, actor: { ...reader.actor, id: 'another-reader' } };
    const nobody = { ...reader, actor: { ...reader.actor, id: null } };
    for (const ctx of [reader, other, nobody, { ...nobody, sourceIp: '198.51.100.9' }]) {
      expect((await send('k1', { title: 'x' }, { ctx })).status).toBe(201);
    }
    expect(new Set(claims.map(({ principal }) => principal)).size).toBe(4);
  });

  it('keeps no plain hash of the body', async () => {
    const { claims, send } = keepingLibrary();
    await send('k1', { title: 'x' });
    expect(claims[0]?.bodyHash).toMatch(/^[\da-f]{64}$/);
    expect(claims[0]?.bodyHash).not.toBe(
      Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from('{"title":"x"}'))).toString('hex'),
    );
  });

  it.each(['a'.repeat(129), 'with space', 'tab\there', 'k\u00e9y', ''])('refuses the key %p', async (key) => {
    const answer = await keepingLibrary().send(key, { title: 'x' });
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([expect.objectContaining({ field: 'header.idempotency-key' })]);
  });

  it('accepts keys of 1 and of 128 characters', async () => {
    for (const key of ['~', '!'.repeat(128)])
      expect((await keepingLibrary().send(key, { title: 'x' })).status).toBe(201);
  });

  it('that lost the race inside the transaction gets the answer of the winner', async () => {
    const stored = { status: 201, body: '{"bookId":"w","title":"winner"}', etag: '7' };
    const loser = route(addBook, async () => {
      throw new IdempotentReplay(stored);
    });
    const answer = await library([loser]).call(addBook).set('idempotency-key', 'k').send({ title: 'x' });
    expect([answer.status, answer.text, answer.headers.etag]).toEqual([201, stored.body, '"7"']);
  });

  it('clears again the cookies that its first answer cleared, and may never set one', async () => {
    const endpoint = { ...giveBack, idempotent: true };
    const back = route(endpoint, async (ctx) => {
      ctx.idempotency?.render({ set: { session: { token: 't', maxAgeSeconds: 1 } } });
    });
    const idempotency = { key: secret, find: async () => ({ status: 204, body: '', etag: null }) };
    const again = await library([back], { idempotency }).call(giveBack).set('idempotency-key', 'k');
    expect([again.status, again.headers['genkan-set-session']]).toEqual([204, '']);
    const { call, logged } = library([back]);
    expect((await call(giveBack).set('idempotency-key', 'k')).status).toBe(500);
    expect(JSON.stringify(logged)).toContain('cannot set the session cookie');
  });

  it('may set the device cookie, which its second answer neither sets nor clears', async () => {
    const endpoint = { ...giveBack, idempotent: true, sets: ['device'] as const };
    const set = { device: { token: 't', maxAgeSeconds: 1 } };
    const back = route(endpoint, async (ctx) => {
      ctx.idempotency?.render({ set });
      return { set };
    });
    const kept = { status: 204, body: '', etag: null };
    const answerOf = async (stored: StoredAnswer | null) => {
      const idempotency = { key: secret, find: async () => stored };
      return library([back], { idempotency }).call(giveBack).set('idempotency-key', 'k');
    };
    const [first, second] = [await answerOf(null), await answerOf(kept)];
    expect([first.status, first.headers['genkan-set-device']]).toEqual([204, 't;1']);
    expect(second.status).toBe(204);
    expect(second.headers).not.toHaveProperty('genkan-set-device');
  });
});
