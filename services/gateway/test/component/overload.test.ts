import { problem } from '@genkan/contracts/problem';
import { probe } from '@genkan/testing/probe';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Reply } from '../fixtures/client.js';
import { answers } from '../fixtures/fake-service.js';
import { type GatewayFixture, startGateway } from '../fixtures/start-gateway.js';

let gateway: GatewayFixture;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

/** Answers that the service keeps back. */
let held: (() => void)[] = [];
const release = () => {
  for (const answer of held.splice(0)) answer();
};

/** From now on identity does not answer calls of this form until it is told to. */
function hold(form: RegExp): void {
  const usual = gateway.owner.behaviour(({ method }, response) =>
    answers(method === 'POST' ? 201 : 200, { text: 'hello' })(
      { method, url: '', headers: {}, body: Buffer.of() },
      response,
    ),
  );
  gateway.identity.behave((arrival, response) => {
    if (form.test(`${arrival.method} ${arrival.url}`)) held.push(() => void usual(arrival, response));
    else return usual(arrival, response);
  });
}

beforeEach(() => {
  held = [];
});

const signIn = () => gateway.call('/api/v1/sessions', { method: 'POST', body: '{"loginId":"a","password":"b"}' });
const readNotes = () => gateway.call('/api/v1/notes', { headers: gateway.as({ session: gateway.owner.session() }) });
const check = () =>
  gateway.call('/api/v1/sessions/current', { headers: gateway.as({ session: gateway.owner.session() }) });

/**
 * Statuses of those of a flood that the service answered, after all others were refused. Nothing that is held is answered before, so
 * what is done `meanwhile` waits for none of it.
 */
async function flood(count: number, places: number, one: () => Promise<Reply>, meanwhile: () => Promise<void>) {
  const replies: Reply[] = [];
  const all = Array.from({ length: count }, () => one().then((reply) => replies.push(reply)));
  try {
    await probe(() => held.length === places);
    await meanwhile();
    await probe(() => replies.length >= count - places);
    expect(held).toHaveLength(places);
    for (const { status, body, headers } of replies) {
      expect(problem.strict().parse(body)).toMatchObject({ status, code: 'gateway.rate_limited' });
      expect([status, headers['retry-after']]).toEqual([429, '2']);
    }
    expect(await gateway.records(replies[0]?.body.requestId)).toHaveLength(1);
  } finally {
    release();
    await Promise.all(all);
  }
  return replies.slice(count - places).map(({ status }) => status);
}

describe('when a service is slow', () => {
  it('to sign people in, those beyond its places are soon told to come again, and members do not notice', async () => {
    hold(/^POST \/api\/v1\/sessions/);
    const served = await flood(50, 16, signIn, async () => {
      expect((await readNotes()).status).toBe(200);
      expect((await check()).status).toBe(200);
    });
    expect(served).toEqual(Array(16).fill(201));
  });

  it('with everything else, people still get in', async () => {
    hold(/^GET \/api\/v1\/terms/);
    const served = await flood(
      50,
      32,
      () => gateway.call('/api/v1/terms'),
      async () => {
        expect((await signIn()).status).toBe(201);
      },
    );
    expect(served).toEqual(Array(32).fill(200));
  });

  it('to say whose a session is, those who would wait for others are soon told to come again', async () => {
    hold(/^GET \/internal\/sessions/);
    const served = await flood(50, 32, check, async () => {
      expect((await signIn()).status).toBe(201);
    });
    expect(served).toEqual(Array(32).fill(200));
  });
});
