import { describe, expect, it } from '@jest/globals';
import { asyncApiDocument } from '../../src/asyncapi.js';
import { type Catalog, catalog } from '../../src/catalog.js';
import { type EndpointContract, isPublic } from '../../src/endpoint.js';
import { errorsAt, errorsOfEveryCall } from '../../src/endpoint-errors.js';
import { generatedFiles, readFromRoot } from '../../src/generate.js';
import { openApiDocument } from '../../src/openapi.js';
import { readableJson } from '../../src/readable-json.js';
import { inlined } from '../../src/references.js';

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

describe('generated documents', () => {
  const documents = [
    ['OpenAPI', openApiDocument(catalog)],
    ['AsyncAPI', asyncApiDocument(catalog)],
  ] as const;
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

  it.each(documents)('have in %s patterns that any engine takes, and none beside a format', (_, document) => {
    const patterns: string[] = [];
    JSON.parse(JSON.stringify(document), (_key, node) => {
      if (typeof node?.pattern !== 'string') return node;
      expect(node).not.toHaveProperty('format');
      patterns.push(node.pattern);
      return node;
    });
    expect(patterns.length).toBeGreaterThan(0);
    // No Unicode classes, no escapes of code points by \u, no groups of other kinds than (?:).
    expect(patterns.filter((pattern) => /\\[pPuk]|\(\?[^:]/.test(pattern))).toEqual([]);
  });

  it.each(documents)('have in %s no keyword that the check for breaking changes does not compare', (_, document) => {
    const compared =
      /^(\$ref|type|enum|const|format|pattern|required|(min|max)(Length|Items|Properties)|(exclusiveM|m)(in|ax)imum)$/;
    const without = ['description', 'default', 'x-class'];
    const keywords = (schema: object): string[] =>
      Object.entries(schema).flatMap(([keyword, value]) => {
        if (keyword === 'properties') return Object.values(value as object).flatMap(keywords);
        if (keyword === 'anyOf') return (value as object[]).flatMap(keywords);
        if (['items', 'additionalProperties', 'propertyNames'].includes(keyword)) return keywords(value as object);
        return [keyword];
      });
    const found: string[] = [];
    JSON.parse(JSON.stringify(inlined(document)), (key, node) => {
      if (key === 'schema' || key === 'payload') found.push(...keywords(node));
      return node;
    });
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((keyword) => !compared.test(keyword) && !without.includes(keyword))).toEqual([]);
  });

  it('grow by at most 60 lines for an event', () => {
    const lines = (all: Catalog) => readableJson(asyncApiDocument(all)).split('\n').length;
    const whole = lines(catalog);
    for (const event of events) {
      const without = lines({ endpoints, events: events.filter((other) => other !== event) });
      expect([event.type, whole - without <= 60]).toEqual([event.type, true]);
    }
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
