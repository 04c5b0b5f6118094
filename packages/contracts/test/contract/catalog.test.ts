import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { asyncApiDocument } from '../../src/asyncapi.js';
import { breakingChanges } from '../../src/breaking-changes.js';
import { type Catalog, catalog } from '../../src/catalog.js';
import { type EndpointContract, isPublic } from '../../src/endpoint.js';
import { errorsAt, errorsOfEveryCall } from '../../src/endpoint-errors.js';
import { numberedEnvelope } from '../../src/envelope.js';
import { defineEvent, eventData } from '../../src/event.js';
import { classOf, descriptionOf, publicField, unwrap } from '../../src/field.js';
import { generatedFiles, goldenFiles, readFromRoot } from '../../src/generate.js';
import { openApiDocument } from '../../src/openapi.js';
import { accountField, idField, language, timeField } from '../../src/primitives.js';
import { commonErrors, conditionalErrors } from '../../src/problem.js';
import { inlined } from '../../src/references.js';

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

/** The OpenAPI document as far as it is looked at here, without references. */
interface Document {
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Record<string, Record<string, Operation>>;
}
interface Operation {
  readonly operationId: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly parameters: readonly { readonly name: string }[];
  readonly responses: Record<string, Answer>;
}
interface Answer {
  readonly headers?: object;
  readonly content?: Record<string, { readonly schema: { readonly properties: { readonly code: Code } } }>;
}
interface Code {
  readonly enum: readonly string[];
}

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
      // Whoever copies it sends every field that it shows: what the schema would leave out or change is a mistake in it.
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

  it('that clients read with GET have an action View…, as nothing else has: a policy of View* lets somebody read', () => {
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

describe('generated documents', () => {
  const { paths, tags } = inlined(openApiDocument(catalog)) as unknown as Document;
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods));

  it.each(Object.entries(generatedFiles()))('%s is up to date (npm run generate)', (path, text) => {
    expect(readFromRoot(path) === text).toBe(true);
  });

  it.each(operations.map((operation) => [operation.operationId, operation] as const))(
    '%s has a description and a tag that has one, and lists the codes of its errors',
    (name, operation) => {
      expect(operation.description).not.toBe('');
      expect(tags.map((tag) => tag.name)).toEqual(expect.arrayContaining([...operation.tags]));
      const endpoint = endpoints.find((one) => one.name === name) as EndpointContract;
      const codes = Object.values(operation.responses).flatMap(
        ({ content }) => content?.['application/problem+json']?.schema.properties.code.enum ?? [],
      );
      expect(codes.sort()).toEqual(Object.keys({ ...errorsOfEveryCall, ...errorsAt(endpoint) }).sort());
    },
  );

  it.each(['openapi.json', 'asyncapi.json'])(
    '%s has patterns that any engine takes, and none beside a format',
    (name) => {
      const patterns: string[] = [];
      JSON.parse(readFromRoot(`docs/api/${name}`) ?? '', (_, node) => {
        if (typeof node?.pattern !== 'string') return node;
        expect(node).not.toHaveProperty('format');
        patterns.push(node.pattern);
        return node;
      });
      expect(patterns.length).toBeGreaterThan(0);
      // Without Unicode classes, groups of other kinds than (?:), and code points above two digits.
      expect(patterns.filter((pattern) => /\\[pPuk]|\(\?[^:]/.test(pattern))).toEqual([]);
    },
  );

  it('grow by at most 60 lines for an event of five facts', () => {
    const event = defineEvent({
      service: 'identity',
      name: 'thing.done',
      version: 1,
      description: 'Something was done.',
      action: 'DoThing',
      resource: 'Thing',
      kind: 'state',
      facts: z.object({
        version: publicField(z.number().int().positive(), 'Version of the thing.'),
        thingId: idField('the thing'),
        accountNo: accountField,
        language: publicField(language, 'Language of the thing.'),
        doneAt: timeField('When it was done'),
      }),
      sample: {
        version: 1,
        thingId: '019ab000-0000-7000-8000-000000000001',
        accountNo: '204718330962',
        language: 'ko',
        doneAt: '2026-11-23T09:30:00.000Z',
      },
    });
    const lines = (all: Catalog) => JSON.stringify(asyncApiDocument(all), null, 2).split('\n').length;
    expect(lines({ endpoints, events: [...events, event] }) - lines(catalog)).toBeLessThanOrEqual(60);
  });

  it('offer If-None-Match and its 304 where a GET answers with a version, and nowhere else', () => {
    const conditional = operations.filter(({ parameters }) => parameters.some(({ name }) => name === 'If-None-Match'));
    const names = conditional.map(({ operationId }) => operationId);
    const isReadAgain = (e: EndpointContract) => isPublic(e) && e.method === 'GET' && e.response.etag;
    expect(names.sort()).toEqual(
      endpoints
        .filter(isReadAgain)
        .map(({ name }) => name)
        .sort(),
    );
    expect(names).toContain('getRegistration');
    expect(operations.filter(({ responses }) => '304' in responses)).toEqual(conditional);
    for (const { responses } of conditional) {
      expect(Object.keys(responses['304']?.headers ?? {})).toContain('ETag');
      expect(responses['304']).not.toHaveProperty('content');
    }
  });

  it('name the rate limits on every answer, and Retry-After on those that pass by themselves', () => {
    for (const { operationId, responses } of operations) {
      for (const [status, answer] of Object.entries(responses)) {
        const shared = Object.keys(answer.headers ?? {}).filter((header) => header !== 'ETag');
        const retry = ['429', '503'].includes(status) ? ['Retry-After'] : [];
        const expected = ['RateLimit-Policy', 'RateLimit', ...retry];
        expect({ operationId, status, shared }).toEqual({ operationId, status, shared: expected });
      }
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
