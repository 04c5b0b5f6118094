import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { breakingChanges } from '../../src/breaking-changes.js';
import { catalog } from '../../src/catalog.js';
import { type EndpointContract, isPublic } from '../../src/endpoint.js';
import { numberedEnvelope } from '../../src/envelope.js';
import { eventData } from '../../src/event.js';
import { classOf, descriptionOf, unwrap } from '../../src/field.js';
import { goldenFiles, readFromRoot } from '../../src/generate.js';
import { commonErrors, conditionalErrors } from '../../src/problem.js';

/** Every field of an object schema with its path, into nested objects and arrays. */
function fields(schema: z.ZodType | undefined, path = ''): [string, z.ZodType][] {
  const inner = schema && unwrap(schema);
  if (inner instanceof z.ZodArray) return fields(inner.element as z.ZodType, `${path}[]`);
  if (!(inner instanceof z.ZodObject)) return [];
  return Object.entries(inner.shape as Record<string, z.ZodType>).flatMap(([name, field]) => {
    const at = path ? `${path}.${name}` : name;
    return [[at, field] as [string, z.ZodType], ...fields(field, at)];
  });
}

const declared = (field: z.ZodType) => field.meta()?.class ?? unwrap(field).meta()?.class;
/** Paths of the fields that nobody has described or classified. */
const bare = (schema: z.ZodType | undefined) =>
  fields(schema)
    .filter(([, field]) => !descriptionOf(field) || !declared(field))
    .map(([path]) => path);
const { endpoints, events } = catalog;

/** SHA-256 of each golden sample that was released, by its path. */
const releasedGolden: Record<string, string> = JSON.parse(readFromRoot('docs/api/released/golden.json') ?? '{}');

describe('endpoints', () => {
  it('have a unique name and a unique method and path', () => {
    const keys = endpoints.flatMap((e) => [e.name, `${isPublic(e) ? '' : 'internal '}${e.method} ${e.path}`]);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it.each(endpoints.map((e) => [e.name, e] as const))('%s describes and classifies every field', (_, endpoint) => {
    const { request, response } = endpoint;
    const parts = [request.params, request.query, request.body, response.body];
    expect(parts.flatMap(bare)).toEqual([]);
  });

  it.each(endpoints.map((e) => [e.name, e] as const))('%s refuses unknown fields in its request', (_, endpoint) => {
    const { params, query, body } = endpoint.request;
    for (const part of [params, query, body]) {
      if (part) expect((part as z.ZodObject).def.catchall).toBeInstanceOf(z.ZodNever);
    }
  });

  it.each(endpoints.filter(isPublic).map((e) => [e.name, e] as const))(
    '%s has a sample of what is sent, which it accepts',
    (_, endpoint) => {
      const { params, query, body, sample } = endpoint.request;
      expect(params.parse(sample.params ?? {})).toEqual(sample.params ?? {});
      expect(query.parse(sample.query ?? {})).toMatchObject(sample.query ?? {});
      // A reader who copies it sends every field that it shows: what the schema would leave out or change is a mistake in it.
      if (body) expect(body.parse(sample.body)).toMatchObject(sample.body as object);
      expect(body === undefined).toBe(sample.body === undefined);
    },
  );

  it('stand in the order of a journey, not of their names', () => {
    const names = endpoints.filter(isPublic).map(({ name }) => name);
    const journey = [
      'getRegistrationOptions',
      'startRegistration',
      'giveConsents',
      'requestChallenge',
      'signIn',
      'signOut',
    ];
    expect(names.filter((name) => journey.includes(name))).toEqual(journey);
  });

  it('are recorded always, but for a list that is held here', () => {
    const others = endpoints.filter((e) => isPublic(e) && e.audit !== 'always').map((e) => `${e.name}: ${e.audit}`);
    expect(others).toEqual(['getCurrentSession: failures']);
  });

  it('that only read emit nothing, and those that write declare their events', () => {
    for (const endpoint of endpoints) {
      expect({ name: endpoint.name, emits: endpoint.emits.length > 0 }).toEqual({
        name: endpoint.name,
        emits: !endpoint.readOnly,
      });
    }
  });

  it('show in the audit the action of the event that they emit first', () => {
    for (const endpoint of endpoints.filter((e) => e.emits.length > 0)) {
      expect({ name: endpoint.name, action: endpoint.emits[0]?.action }).toEqual({
        name: endpoint.name,
        action: endpoint.action,
      });
    }
  });

  it('that clients read with GET have an action View…, as nothing else has: a policy of View* lets a principal read', () => {
    const isRead = new Map(endpoints.map((e) => [e.name, isPublic(e) && e.method === 'GET']));
    const views = new Map(endpoints.map((e) => [e.name, e.action.startsWith('View')]));
    expect(views).toEqual(isRead);
    expect(events.map(({ action }) => action).filter((action) => action.startsWith('View'))).toEqual([]);
  });

  it('that clients read with GET are named list… when they answer with pages, else get…, as nothing else is', () => {
    const verb = ({ name }: EndpointContract) => /^(get|list)[A-Z]/.exec(name)?.[1];
    const pages = ({ request }: EndpointContract) => 'cursor' in request.query.shape;
    for (const endpoint of endpoints) {
      const isRead = isPublic(endpoint) && endpoint.method === 'GET';
      const expected = isRead ? (pages(endpoint) ? 'list' : 'get') : undefined;
      expect({ name: endpoint.name, verb: verb(endpoint) }).toEqual({ name: endpoint.name, verb: expected });
    }
  });

  it('never keep a secret in an idempotent answer', () => {
    for (const endpoint of endpoints.filter((e) => e.idempotent)) {
      const secret = fields(endpoint.response.body).filter(([, field]) => classOf(field) === 'secret');
      expect({ name: endpoint.name, secret }).toEqual({ name: endpoint.name, secret: [] });
    }
  });

  it.each(endpoints.map((e) => [e.name, e] as const))('%s names its errors after its service', (_, endpoint) => {
    const own = Object.keys(endpoint.errors).filter((code) => !Object.hasOwn(conditionalErrors, code));
    for (const code of own) {
      expect(code).toMatch(new RegExp(`^${endpoint.service}\\.[a-z0-9_]+$`));
      expect(commonErrors).not.toHaveProperty([code]);
    }
  });

  it('that update need the version which their caller saw, and some answer gives it', () => {
    const updates = endpoints.filter(({ method }) => method === 'PUT' || method === 'PATCH');
    expect(updates.filter(({ conditional }) => !conditional).map(({ name }) => name)).toEqual([]);
    for (const { name, resource } of endpoints.filter(({ conditional }) => conditional)) {
      const reads = endpoints.filter((e) => e.readOnly && e.resource.type === resource.type && e.response.etag);
      expect({ name, reads: reads.length > 0 }).toEqual({ name, reads: true });
    }
  });

  it('take in path and query nothing that a column of ids cannot be compared with: every text has a form', () => {
    const odd = ['가', 'é', '🙂', '\u00a0', '\u00a05', '\ud800', '\u0000', ' \u200b'];
    const taken = endpoints.flatMap(({ name, request }) =>
      [request.params, request.query]
        .flatMap((part) => fields(part))
        .flatMap(([path, field]) =>
          odd.map((text) => ({ field: `${name} ${path}`, text, taken: field.safeParse(text) })),
        )
        .filter(({ taken }) => taken.success)
        .map(({ field }) => field),
    );
    // A cursor is signed: what it holds is ours, whatever stands in it.
    expect([...new Set(taken)].filter((field) => !field.endsWith(' cursor'))).toEqual([]);
  });

  it('never take account, actor, role, source or a verified flag from a request', () => {
    const forbidden = /(^|\.)(account|accountNo|accountId|actor|role|source|emailVerified|phoneVerified|verified)$/;
    const allowed = ['listActivities source'];
    const taken = endpoints.filter(isPublic).flatMap(({ name, request }) =>
      [request.params, request.query, request.body]
        .flatMap((part) => fields(part))
        .map(([path]) => path)
        .filter((path) => forbidden.test(path))
        .map((path) => `${name} ${path}`),
    );
    expect(taken.filter((field) => !allowed.includes(field))).toEqual([]);
  });
});

describe('events', () => {
  it('have a unique type', () => {
    expect(new Set(events.map((event) => event.type)).size).toBe(events.length);
  });

  it('are all exported with an endpoint or by background work of the same service', () => {
    for (const endpoint of endpoints) {
      for (const event of endpoint.emits) {
        expect(events).toContain(event);
        expect(event.service).toBe(endpoint.service);
      }
    }
  });

  it.each(events.map((e) => [e.type, e] as const))('%s carries public facts only', (_, event) => {
    const wrong = fields(event.facts).filter(([, field]) => declared(field) !== 'public');
    expect(wrong.map(([path]) => path)).toEqual([]);
  });

  it.each(events.map((e) => [e.type, e] as const))('%s describes and classifies every field', (_, event) => {
    expect(bare(eventData(event))).toEqual([]);
  });

  it('describe and classify every attribute of their envelope', () => {
    expect(bare(numberedEnvelope)).toEqual([]);
  });

  it.each(events.map((e) => [e.type, e] as const))('%s still reads its golden sample', (_, event) => {
    const golden = readFromRoot(`packages/contracts/golden/${event.type}.json`);
    expect(golden).not.toBeNull();
    expect(() => eventData(event).parse(JSON.parse(golden ?? ''))).not.toThrow();
  });

  it('have a golden sample, which says what the contract says until it is released', () => {
    for (const [path, text] of Object.entries(goldenFiles())) {
      const golden = readFromRoot(path);
      expect({ path, golden: path in releasedGolden ? typeof golden : golden }).toEqual({
        path,
        golden: path in releasedGolden ? 'string' : text,
      });
    }
  });
});

describe('what others rely on', () => {
  it('is no golden sample that was edited after its release', () => {
    const released: Record<string, string> = JSON.parse(readFromRoot('docs/api/released/golden.json') ?? '{}');
    expect(Object.keys(released).length).toBeGreaterThan(0);
    const digest = (path: string) =>
      createHash('sha256')
        .update(readFromRoot(path) ?? '')
        .digest('hex');
    expect(Object.fromEntries(Object.keys(released).map((path) => [path, digest(path)]))).toEqual(released);
  });

  it.each(['openapi.json', 'asyncapi.json'])('is not broken in %s since the last release', (name) => {
    const read = (path: string) => JSON.parse(readFromRoot(path) ?? '{}');
    const released = read(`docs/api/released/${name}`);
    expect(Object.keys(released).length).toBeGreaterThan(0);
    expect(breakingChanges(released, read(`docs/api/${name}`))).toEqual([]);
  });
});
