type Json = Record<string, unknown>;
type Direction = 'sent-to-us' | 'read-by-others';

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
      found.push(...brokenParameters(name, before, after));
      const body = ['requestBody', 'content', 'application/json', 'schema'];
      if (!at(before, ...body) && at(after, ...body)) found.push(`${name}: a body is required now`);
      found.push(...brokenSchema(`${name} body`, at(before, ...body), at(after, ...body), 'sent-to-us'));
      for (const [status, response] of entries(before.responses)) {
        const now = at(after, 'responses', status);
        if (!now) found.push(`${name}: status ${status} is gone`);
        const schema = ['content', 'application/json', 'schema'];
        found.push(...brokenSchema(`${name} ${status}`, at(response, ...schema), at(now, ...schema), 'read-by-others'));
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
    return brokenSchema(type, at(before, 'payload'), at(after, 'payload'), 'read-by-others');
  });
}

/** Compares two schemas: what is sent to us may become wider, what others read may become narrower, never else. */
function brokenSchema(
  where: string,
  before: Json | undefined,
  after: Json | undefined,
  direction: Direction,
): string[] {
  if (!before) return [];
  if (!after) return [`${where} is gone`];
  const found: string[] = [];
  if (JSON.stringify(before.type) !== JSON.stringify(after.type)) found.push(`${where}: its type changed`);
  const [wide, narrow] = direction === 'sent-to-us' ? [after, before] : [before, after];
  const lost = values(narrow).filter((value) => values(wide).length > 0 && !values(wide).includes(value));
  if (lost.length > 0) found.push(`${where}: ${lost.join(', ')} is not foreseen by the other side`);
  if (values(narrow).length === 0 && values(wide).length > 0) found.push(`${where}: is limited to certain values now`);
  for (const [key, schema] of entries(before.properties)) {
    const now = at(after, 'properties', key);
    if (!now) {
      found.push(`${where}.${key} is gone`);
      continue;
    }
    found.push(...brokenSchema(`${where}.${key}`, schema, now, direction));
  }
  const demands = direction === 'sent-to-us' ? required(after) : required(before);
  const given = direction === 'sent-to-us' ? required(before) : required(after);
  for (const key of demands.filter((name) => !given.includes(name))) {
    found.push(`${where}.${key} is ${direction === 'sent-to-us' ? 'required' : 'optional'} now`);
  }
  found.push(...brokenSchema(`${where}[]`, at(before, 'items'), at(after, 'items'), direction));
  return found;
}

const entries = (value: unknown): [string, Json][] => Object.entries((value ?? {}) as Record<string, Json>);
const required = (schema: Json): string[] => (schema.required ?? []) as string[];
const values = (schema: Json): unknown[] => (schema.enum ?? ('const' in schema ? [schema.const] : [])) as unknown[];
const at = (value: unknown, ...path: string[]): Json | undefined =>
  path.reduce<unknown>((inner, key) => (inner as Json | undefined)?.[key], value) as Json | undefined;
