import { at, brokenSchema, entries } from './broken-schema.js';
import type { Json } from './json-schema.js';
import { inlined } from './references.js';

/**
 * What in `current` would break someone who relies on `released`. Both are generated documents (OpenAPI or AsyncAPI).
 * Additive change gives an empty list, and so does a schema that gets, changes or loses its name.
 */
export function breakingChanges(released: Json, current: Json): string[] {
  const [before, after] = [inlined(released), inlined(current)];
  return [...brokenOperations(before, after), ...brokenMessages(before, after)];
}

function brokenOperations(released: Json, current: Json): string[] {
  return entries(released.paths).flatMap(([path, methods]) =>
    entries(methods).flatMap(([method, before]) => {
      const name = `${method.toUpperCase()} ${path}`;
      const after = at(current, 'paths', path, method);
      return after ? brokenOperation(name, before, after) : [`${name} is gone`];
    }),
  );
}

function brokenOperation(name: string, before: Json, after: Json): string[] {
  const sent = (operation: Json) => at(operation, 'requestBody', ...jsonBody);
  return [
    ...brokenNames(name, before, after, ['operationId', 'x-action']),
    ...brokenParameters(name, before, after),
    ...(!sent(before) && sent(after) ? [`${name}: a body is required now`] : []),
    ...brokenSchema(`${name} body`, sent(before), sent(after), 'sent-to-us'),
    ...entries(before.responses).flatMap(([status, answer]) => {
      const now = at(after, 'responses', status);
      return now ? brokenAnswer(`${name} ${status}`, answer, now) : [`${name}: status ${status} is gone`];
    }),
  ];
}

function brokenAnswer(where: string, before: Json, after: Json): string[] {
  const lost = codesOf(before).filter((code) => !codesOf(after).includes(code));
  return [
    ...brokenSchema(where, at(before, ...jsonBody), at(after, ...jsonBody), 'read-by-others'),
    ...brokenSchema(where, problemWithoutCodes(before), problemWithoutCodes(after), 'read-by-others'),
    ...lost.map((code) => `${where}: its code ${code} is gone`),
    ...entries(before.headers).flatMap(([field, header]) =>
      brokenHeader(`${where} header ${field}`, header, at(after, 'headers', field)),
    ),
  ];
}

function brokenHeader(where: string, before: Json, after: Json | undefined): string[] {
  const isOptionalNow = after && before.required && !after.required;
  return [
    ...(isOptionalNow ? [`${where} is optional now`] : []),
    ...brokenSchema(where, at(before, 'schema'), at(after, 'schema'), 'read-by-others'),
  ];
}

const jsonBody = ['content', 'application/json', 'schema'];
const errorBody = ['content', 'application/problem+json', 'schema'];
/** Codes may be added: a reader expects codes that it does not know. */
const codesOf = (answer: Json) => (at(answer, ...errorBody, 'properties', 'code', 'enum') ?? []) as readonly unknown[];

function problemWithoutCodes(answer: Json): Json | undefined {
  const problem = at(answer, ...errorBody);
  const code = { ...at(problem, 'properties', 'code'), enum: undefined };
  return problem && { ...problem, properties: { ...at(problem, 'properties'), code } };
}

function brokenParameters(name: string, before: Json, after: Json): string[] {
  const list = (operation: Json) => (operation.parameters ?? []) as { name: string; required: boolean; schema: Json }[];
  const known = new Map(list(before).map((parameter) => [parameter.name, parameter]));
  const now = new Map(list(after).map((parameter) => [parameter.name, parameter]));
  const found = [...known.keys()].filter((key) => !now.has(key)).map((key) => `${name}: parameter ${key} is gone`);
  for (const [key, parameter] of now) {
    const old = known.get(key);
    if (parameter.required && !old?.required) found.push(`${name}: parameter ${key} is required now`);
    if (old) found.push(...brokenSchema(`${name} parameter ${key}`, old.schema, parameter.schema, 'sent-to-us'));
  }
  return found;
}

function brokenMessages(released: Json, current: Json): string[] {
  return entries(at(released, 'components', 'messages')).flatMap(([type, before]) => {
    const after = at(current, 'components', 'messages', type);
    if (!after) return [`${type} is gone`];
    return [
      ...brokenNames(type, before, after, ['x-action']),
      ...brokenSchema(`${type} headers`, at(before, 'headers'), at(after, 'headers'), 'read-by-others'),
      ...brokenSchema(type, at(before, 'payload'), at(after, 'payload'), 'read-by-others'),
    ];
  });
}

/** Names that others write down: clients are generated from operation ids, policies and searches of the log name actions. */
const brokenNames = (where: string, before: Json, after: Json, keywords: readonly string[]): string[] =>
  keywords
    .filter((keyword) => before[keyword] !== after[keyword])
    .map((keyword) => `${where}: its ${keyword} ${before[keyword]} is ${after[keyword]} now`);
