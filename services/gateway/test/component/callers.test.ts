import { randomUUID } from 'node:crypto';
import { anonymousActor } from '@genkan/contracts/call-context';
import { fakeClock } from '@genkan/testing/fake-clock';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { answers, type Behaviour } from '../harness/fake-service.js';
import { type Stage, startStage } from '../harness/gateway-under-test.js';

const clock = fakeClock();
let nowMs = 1_000_000;
let stage: Stage;
let session: string;

beforeAll(async () => {
  stage = await startStage({ clock, nowMs: () => nowMs });
});
afterAll(() => stage.close());
const usual = (): Behaviour => stage.owner.behaviour(answers(200, { text: 'hello' }));
beforeEach(() => {
  stage.identity.behave(usual());
  session = stage.owner.session();
});

const lookUps = () => stage.owner.lookUps.length;

describe('whose credential counts', () => {
  it('is decided by the endpoint, when a session and a draft come together', async () => {
    const draft = stage.owner.draft();
    const headers = stage.as({ session, draft });
    const who = async (path: string, method = 'GET', body?: string) => {
      const reply = await stage.call(path, { method, headers, ...(body && { body }) });
      const [record] = await stage.records(reply.headers['x-request-id']);
      return record?.activity.actor.type;
    };
    expect(await who('/api/v1/notes')).toBe('main');
    expect(await who('/api/v1/drafts/current')).toBe('draft');
    expect(await who('/api/v1/terms')).toBe('anonymous');
    expect(await who(`/api/v1/notes/${randomUUID()}`, 'PUT', '{"text":"x"}')).toBe('main');
    stage.owner.end(session);
    nowMs += 1_000;
    expect(await who(`/api/v1/notes/${randomUUID()}`, 'PUT', '{"text":"x"}')).toBe('draft');
  });

  it('is nobody’s where the endpoint takes none, so nothing is looked up', async () => {
    const before = lookUps();
    expect((await stage.call('/api/v1/terms', { headers: stage.as({ session }) })).status).toBe(200);
    expect(lookUps()).toBe(before);
  });
});

describe('principals and endpoints', () => {
  const sub = { ...anonymousActor, type: 'sub', id: randomUUID() } as const;
  const operator = { ...anonymousActor, type: 'operator', id: randomUUID() } as const;
  const callers: Record<string, () => { session?: string; draft?: string }> = {
    anonymous: () => ({}),
    draft: () => ({ draft: stage.owner.draft() }),
    main: () => ({ session: stage.owner.session() }),
    'main before MFA': () => ({ session: stage.owner.session({ stage: 'mfa-pending' }) }),
    'main without account': () => ({ session: stage.owner.session({ accountNo: null }) }),
    sub: () => ({ session: stage.owner.session({ actor: sub }) }),
    operator: () => ({ session: stage.owner.session({ actor: operator, accountNo: null }) }),
  };
  const matrix: Record<string, Record<string, number | string>> = {
    '/api/v1/terms': { anonymous: 200, draft: 200, main: 200, 'main before MFA': 200, sub: 200, operator: 200 },
    '/api/v1/drafts/current': { anonymous: 'unauthenticated', draft: 200, main: 'unauthenticated' },
    '/api/v1/notes': {
      anonymous: 'unauthenticated',
      draft: 'unauthenticated',
      main: 200,
      'main before MFA': 'stage_not_allowed',
      'main without account': 'caller_not_allowed',
      sub: 'caller_not_allowed',
      operator: 'caller_not_allowed',
    },
    '/api/v1/sessions/current': { anonymous: 'unauthenticated', main: 200, 'main before MFA': 200, operator: 200 },
    '/api/v1/sources': { anonymous: 'unauthenticated', main: 'caller_not_allowed', operator: 200 },
    '/api/v1/servers': { anonymous: 'unauthenticated', main: 'unavailable' },
  };
  const table = Object.entries(matrix).flatMap(([path, row]) =>
    Object.entries(row).map(([caller, expected]) => [caller, path, expected] as const),
  );

  it.each(table)('%s at %s: %s', async (caller, path, expected) => {
    const arrivals = stage.identity.arrivals.filter(({ url }) => url === path).length;
    const reply = await stage.call(path, { headers: stage.as(callers[caller]?.() ?? {}) });
    const reached = stage.identity.arrivals.filter(({ url }) => url === path).length - arrivals;
    if (expected === 200) return expect(reply.status).toBe(200);
    expect([reply.body.code, reached]).toEqual([`gateway.${expected}`, 0]);
    expect(await stage.records(reply.body.requestId)).toHaveLength(1);
  });
});
