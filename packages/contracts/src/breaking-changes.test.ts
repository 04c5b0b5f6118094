import { describe, expect, it } from '@jest/globals';
import { asyncApiDocument } from './asyncapi.js';
import { breakingChanges } from './breaking-changes.js';
import { catalog } from './catalog.js';
import { openApiDocument } from './openapi.js';
import { inlined } from './references.js';

/** A parsed document, whose shape only its schema knows. */
type Json = ReturnType<typeof JSON.parse>;
const clone = (document: unknown): Json => JSON.parse(JSON.stringify(document));
/** The documents without references, so that each place can be changed by itself. */
const unnamed = { openApi: inlined(openApiDocument(catalog)), asyncApi: inlined(asyncApiDocument(catalog)) };
const openApi = () => clone(unnamed.openApi);
const asyncApi = () => clone(unnamed.asyncApi);

const signInBody = (document: Json) => document.paths['/sessions'].post.requestBody.content['application/json'].schema;
const signInAnswer = (document: Json) =>
  document.paths['/sessions'].post.responses['201'].content['application/json'].schema;
const started = (document: Json) => document.components.messages['genkan.identity.session.started.v1'].payload;

const isText = (value: unknown) => typeof value === 'string';
const isSchema = (value: Json) => typeof value === 'object' && Object.keys(value).length > 0;
const isNullable = ({ anyOf }: Json) => anyOf?.length > 1 && anyOf.at(-1).type === 'null';

/** Changes the current document and tells what breaks. */
function after(change: (document: Json) => void, document = openApi()): string[] {
  const released = clone(document);
  change(document);
  return breakingChanges(released, document);
}

describe('a change is not breaking when it', () => {
  it('changes nothing', () => expect(after(() => {})).toEqual([]));
  it('adds an optional field to a request', () => {
    expect(after((d) => Object.assign(signInBody(d).properties, { hint: { type: 'string' } }))).toEqual([]);
  });
  it('adds a field to an answer', () => {
    expect(after((d) => Object.assign(signInAnswer(d).properties, { hint: { type: 'string' } }))).toEqual([]);
  });
  it('adds a field to an event', () => {
    expect(after((d) => Object.assign(started(d).properties, { hint: { type: 'string' } }), asyncApi())).toEqual([]);
  });
});

describe('each limit of the released documents counts:', () => {
  type Change = readonly [
    what: string,
    lets: 'more' | 'less' | 'else',
    isPlace: (node: Json) => boolean,
    change: (node: Json) => void,
  ];
  const isFields = (node: Json) => node.type === 'object' && node.properties;
  const optional = ({ properties, required = [] }: Json) =>
    Object.keys(properties).find((key) => !required.includes(key));
  const changes: readonly Change[] = [
    ['a value that may not be null any more', 'less', (node) => isNullable(node), (node) => node.anyOf.pop()],
    ['an alternative that nobody knows', 'more', (node) => node.anyOf, (node) => node.anyOf.push({ type: 'array' })],
    [
      'a value that may not be null any more, of two types',
      'less',
      (node) => Array.isArray(node.type) && node.type.includes('null'),
      (node) => node.type.pop(),
    ],
    ['a shorter text', 'less', (node) => node.maxLength > 1, (node) => Object.assign(node, { maxLength: 1 })],
    ['a longer text', 'more', (node) => node.maxLength, (node) => Object.assign(node, { maxLength: 1e6 })],
    ['a longer shortest text', 'less', (node) => node.minLength, (node) => Object.assign(node, { minLength: 1e6 })],
    ['a lower maximum', 'less', (node) => node.maximum, (node) => Object.assign(node, { maximum: node.maximum - 1 })],
    ['another pattern', 'else', (node) => isText(node.pattern), (node) => Object.assign(node, { pattern: '^x$' })],
    ['another format', 'else', (node) => isText(node.format), (node) => Object.assign(node, { format: 'x' })],
    ['another type', 'else', (node) => isText(node.type), (node) => Object.assign(node, { type: 'x' })],
    ['items of any kind', 'more', (node) => isSchema(node.items), (node) => delete node.items],
    [
      'members of any kind',
      'more',
      (node) => isSchema(node.additionalProperties),
      (node) => delete node.additionalProperties,
    ],
    ['members of any name', 'more', (node) => isSchema(node.propertyNames), (node) => delete node.propertyNames],
    ['one value more', 'more', (node) => node.enum, (node) => node.enum.push('x')],
    ['one value less', 'less', (node) => node.enum?.length > 1, (node) => node.enum.pop()],
    ['a field that may be left out', 'more', (node) => node.required?.length > 0, (node) => node.required.pop()],
    [
      'a field that must be there',
      'less',
      (node) => isFields(node) && optional(node),
      (node) => Object.assign(node, { required: [...(node.required ?? []), optional(node)] }),
    ],
    [
      'a field less',
      'else',
      (node) => isFields(node) && Object.keys(node.properties).length > 0,
      (node) => delete node.properties[Object.keys(node.properties)[0] ?? ''],
    ],
  ];
  /** Every place below a node, each with its path. */
  const places = (node: Json, path: string[] = []): [Json, string[]][] =>
    node === null || typeof node !== 'object'
      ? []
      : [[node, path], ...Object.entries(node).flatMap(([key, inner]) => places(inner, [...path, key]))];
  /** Schemas of bodies, parameters, headers and messages. */
  const promised = (document: Json) =>
    places(document).filter(([, path]) => ['schema', 'payload'].some((key) => path.includes(key)));

  const isSuccess = ([status]: readonly [string, unknown]) => Number(status) < 400;
  const withoutErrors = (operation: Json) => ({
    ...operation,
    responses: Object.fromEntries(Object.entries(operation.responses).filter(isSuccess)),
  });
  /** A document for each operation and each message, so that little is compared a time. */
  const parts = ({ paths = {}, components }: Json): Json[] => [
    ...Object.entries<Json>(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        paths: { [path]: { [method]: withoutErrors(operation) } },
      })),
    ),
    ...Object.entries(components.messages ?? {}).map(([type, message]) => ({
      components: { messages: { [type]: message } },
    })),
  ];

  /** Fields that may be null, in an object that may, in another one that may. */
  const orNull = (schema: Json) => ({ anyOf: [schema, { type: 'null' }] });
  const object = (properties: Json) => ({ type: 'object', properties, required: Object.keys(properties) });
  const content = {
    'application/json': {
      schema: orNull(
        object({
          inner: orNull(
            object({
              text: orNull({ type: 'string', minLength: 1, maxLength: 9, pattern: '^a' }),
              word: orNull({ type: 'string', enum: ['a', 'b'] }),
              count: orNull({ type: 'integer', maximum: 9 }),
            }),
          ),
        }),
      ),
    },
  };
  const nullables = {
    paths: { '/made-up': { post: { requestBody: { content }, responses: { 200: { content } } } } },
    components: {},
  };

  /** Senders are broken by less, readers by more. */
  const breaks = (lets: Change[1], path: string[]) =>
    lets === 'else' || (lets === 'less') === (path.includes('requestBody') || path.includes('parameters'));

  it.each(changes)(
    '%s, wherever it is, breaks those senders or readers that it must and no others',
    (_, lets, isPlace, change) => {
      const found = [openApi(), asyncApi(), nullables].flatMap(parts).flatMap((released) =>
        promised(released)
          .filter(([node]) => isPlace(node))
          .map(([, path]) => {
            const current = clone(released);
            change(path.reduce((node, key) => node[key], current));
            const isSeen = breakingChanges(released, current).length > 0;
            return { path: path.join('/'), isWrong: isSeen !== breaks(lets, path) };
          }),
      );
      expect(found.length).toBeGreaterThan(0);
      expect(found.filter(({ isWrong }) => isWrong)).toEqual([]);
    },
  );
});

describe('a change is breaking when it', () => {
  it('lets a longer text into an answer, and a shorter one only into a request', () => {
    const short = (schema: (document: Json) => Json, length: number) =>
      after(
        (d) => Object.assign(schema(d).properties, { stage: { type: 'string', maxLength: length } }),
        (() => {
          const d = openApi();
          schema(d).properties.stage = { type: 'string', maxLength: 10 };
          return d;
        })(),
      );
    expect(short(signInAnswer, 11)).toEqual(['POST /sessions 201.stage: its maxLength changed']);
    expect(short(signInAnswer, 9)).toEqual([]);
    expect(short(signInBody, 9)).toEqual(['POST /sessions body.stage: its maxLength changed']);
    expect(short(signInBody, 11)).toEqual([]);
  });
  it('may be null where readers of an answer do not expect it', () => {
    const found = after((d) => {
      signInAnswer(d).properties.stage = { anyOf: [signInAnswer(d).properties.stage, { type: 'null' }] };
    });
    expect(found).toEqual(['POST /sessions 201.stage: the alternative "null" changed']);
  });
  it('removes an endpoint', () => {
    expect(after((d) => delete d.paths['/sessions'].post)).toEqual(['POST /sessions is gone']);
  });
  it('renames an operation', () => {
    expect(after((d) => Object.assign(d.paths['/sessions'].post, { operationId: 'logIn' }))).toEqual([
      'POST /sessions: its operationId signIn is logIn now',
    ]);
  });
  it('renames an action, which policies and searches of the log name', () => {
    expect(after((d) => Object.assign(d.paths['/sessions'].post, { 'x-action': 'LogIn' }))).toEqual([
      'POST /sessions: its x-action SignIn is LogIn now',
    ]);
    const type = 'genkan.identity.session.started.v1';
    expect(after((d) => Object.assign(d.components.messages[type], { 'x-action': 'LogIn' }), asyncApi())).toEqual([
      `${type}: its x-action SignIn is LogIn now`,
    ]);
  });
  it('requires a new field in a request', () => {
    const found = after((d) => {
      signInBody(d).properties.hint = { type: 'string' };
      signInBody(d).required.push('hint');
    });
    expect(found).toEqual(['POST /sessions body.hint is required now']);
  });
  it('removes a field of an answer', () => {
    expect(after((d) => delete signInAnswer(d).properties.stage)).toEqual(['POST /sessions 201.stage is gone']);
  });
  it('makes a field of an answer optional', () => {
    const found = after((d) => {
      signInAnswer(d).required = signInAnswer(d).required.filter((name: string) => name !== 'stage');
    });
    expect(found).toEqual(['POST /sessions 201.stage is optional now']);
  });
  it('adds a value that readers of an answer do not know', () => {
    expect(after((d) => signInAnswer(d).properties.stage.enum.push('new'))).toEqual([
      'POST /sessions 201.stage: new is not foreseen by the other side',
    ]);
  });
  it('takes a value away that senders use', () => {
    const found = after((d) => {
      const parameter = d.paths['/activities'].get.parameters.find((p: Json) => p.name === 'result');
      parameter.schema.enum = ['SUCCESS'];
    });
    expect(found).toEqual(['GET /activities parameter result: FAIL, DENIED is not foreseen by the other side']);
  });
  it('changes the type of a fact', () => {
    const found = after((d) => {
      started(d).properties.sessionId.type = 'integer';
    }, asyncApi());
    expect(found).toEqual(['genkan.identity.session.started.v1.sessionId: its type changed']);
  });
  it('removes an event', () => {
    const found = after((d) => delete d.components.messages['genkan.identity.session.started.v1'], asyncApi());
    expect(found).toEqual(['genkan.identity.session.started.v1 is gone']);
  });
});
