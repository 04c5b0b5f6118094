import { at, brokenSchema, entries, type Json } from './broken-schema.js';

/**
 * What in `current` would break someone who relies on `released`. Both are generated documents (OpenAPI or AsyncAPI).
 * Additive change gives an empty list.
 */
export function breakingChanges(released: Json, current: Json): string[] {
  return [...brokenOperations(released, current), ...brokenMessages(released, current)];
}

function brokenOperations(released: Json, current: Json): string[] {
  const found: string[] = [];
  for (const [path, methods] of entries(released.paths)) {
    for (const [method, before] of entries(methods)) {
      const name = `${method.toUpperCase()} ${path}`;
      const after = at(current, 'paths', path, method);
      if (!after) {
        found.push(`${name} is gone`);
        continue;
      }
      found.push(...brokenNames(name, before, after, ['operationId', 'x-action']));
      found.push(...brokenParameters(name, before, after));
      const body = ['requestBody', 'content', 'application/json', 'schema'];
      if (!at(before, ...body) && at(after, ...body)) found.push(`${name}: a body is required now`);
      found.push(...brokenSchema(`${name} body`, at(before, ...body), at(after, ...body), 'sent-to-us'));
      for (const [status, response] of entries(before.responses)) {
        const now = at(after, 'responses', status);
        if (!now) found.push(`${name}: status ${status} is gone`);
        const schema = ['content', 'application/json', 'schema'];
        found.push(...brokenSchema(`${name} ${status}`, at(response, ...schema), at(now, ...schema), 'read-by-others'));
        for (const [field, header] of entries(response.headers)) {
          const place = `${name} ${status} header ${field}`;
          const kept = at(now, 'headers', field, 'schema');
          found.push(...brokenSchema(place, at(header, 'schema'), kept, 'read-by-others'));
        }
      }
    }
  }
  return found;
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
      ...brokenSchema(type, at(before, 'payload'), at(after, 'payload'), 'read-by-others'),
    ];
  });
}

/** Names that others write down: clients are generated from operation ids, policies and searches of the log name actions. */
const brokenNames = (where: string, before: Json, after: Json, keywords: readonly string[]): string[] =>
  keywords
    .filter((keyword) => before[keyword] !== after[keyword])
    .map((keyword) => `${where}: its ${keyword} ${before[keyword]} is ${after[keyword]} now`);
