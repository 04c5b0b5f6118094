import { type Json, portable } from './json-schema.js';

export type Direction = 'sent-to-us' | 'read-by-others';

/** Bounds of a JSON Schema, and whether a larger number lets more through. */
const bounds: readonly (readonly [keyword: string, moreIsWider: boolean])[] = [
  ...['maxLength', 'maximum', 'exclusiveMaximum', 'maxItems', 'maxProperties'].map(
    (keyword) => [keyword, true] as const,
  ),
  ...['minLength', 'minimum', 'exclusiveMinimum', 'minItems', 'minProperties'].map(
    (keyword) => [keyword, false] as const,
  ),
];
/** Forms of a text, of which nobody can say which one is wider. */
const forms = ['pattern', 'format'] as const;

/**
 * The changes of a schema that would break the other side, as sentences that begin with `where`. A schema of what others send to us may
 * only become wider, a schema of what they read only narrower.
 */
export function brokenSchema(
  where: string,
  before: Json | undefined,
  after: Json | undefined,
  direction: Direction,
): string[] {
  if (!before) return [];
  if (!after) return [`${where} is gone`];
  if (alternatives(before) || alternatives(after)) return brokenAlternatives(where, before, after, direction);
  if (before.type !== after.type) return [`${where}: its type changed`];
  // What is left of a schema that is inside itself.
  if (before.$ref !== after.$ref) return [`${where}: refers to something else now`];
  return [
    ...brokenValues(where, before, after, direction),
    ...brokenBounds(where, before, after, direction),
    ...brokenMembers(where, before, after, direction),
    ...inner.flatMap(([sign, of]) => brokenInner(`${where}${sign}`, of(before), of(after), direction)),
  ];
}

/**
 * Each alternative of the narrower side needs one of the wider side that takes it. If the wider side has only one of that type, the
 * sentences say what changed in it.
 */
function brokenAlternatives(where: string, before: Json, after: Json, direction: Direction): string[] {
  const [wide, narrow] = direction === 'sent-to-us' ? [after, before] : [before, after];
  const all = (schema: Json) => alternatives(schema) ?? [schema];
  return all(narrow).flatMap((one) => {
    const tries = all(wide).map((other) => {
      const [old, now] = direction === 'sent-to-us' ? [one, other] : [other, one];
      return { isOfItsType: other.type === one.type, found: brokenSchema(where, old, now, direction) };
    });
    if (tries.some(({ found }) => found.length === 0)) return [];
    const [only, ...others] = tries.filter(({ isOfItsType }) => isOfItsType);
    if (only && others.length === 0) return only.found;
    return [`${where}: the alternative ${JSON.stringify(one.type ?? one.const ?? one)} changed`];
  });
}

/** A missing schema lets everything through, so it breaks nothing on the wider side. */
function brokenInner(where: string, before: Json | undefined, after: Json | undefined, direction: Direction): string[] {
  const [wide, narrow] = direction === 'sent-to-us' ? [after, before] : [before, after];
  if (!wide) return [];
  return narrow ? brokenSchema(where, before, after, direction) : [`${where}: is limited on one side only`];
}

function brokenValues(where: string, before: Json, after: Json, direction: Direction): string[] {
  const [wide, narrow] = direction === 'sent-to-us' ? [after, before] : [before, after];
  const lost = values(narrow).filter((value) => values(wide).length > 0 && !values(wide).includes(value));
  const found = lost.length > 0 ? [`${where}: ${lost.join(', ')} is not foreseen by the other side`] : [];
  if (values(narrow).length === 0 && values(wide).length > 0) found.push(`${where}: is limited to certain values now`);
  return found;
}

function brokenBounds(where: string, before: Json, after: Json, direction: Direction): string[] {
  // A document of another release may show limits that today's does not.
  const [old, now] = [portable(before), portable(after)];
  const [wide, narrow] = direction === 'sent-to-us' ? [now, old] : [old, now];
  const isKept = (keyword: string, moreIsWider: boolean) => {
    if (wide[keyword] === undefined) return true;
    if (narrow[keyword] === undefined) return false;
    const [large, small] = moreIsWider ? [wide, narrow] : [narrow, wide];
    return Number(large[keyword]) >= Number(small[keyword]);
  };
  return [
    ...bounds.filter(([keyword, moreIsWider]) => !isKept(keyword, moreIsWider)).map(([keyword]) => keyword),
    ...forms.filter((keyword) => wide[keyword] !== undefined && wide[keyword] !== narrow[keyword]),
  ].map((keyword) => `${where}: its ${keyword} changed`);
}

function brokenMembers(where: string, before: Json, after: Json, direction: Direction): string[] {
  const found = entries(before.properties).flatMap(([key, schema]) => {
    const now = at(after, 'properties', key);
    return now ? brokenSchema(`${where}.${key}`, schema, now, direction) : [`${where}.${key} is gone`];
  });
  const [demanding, giving] = direction === 'sent-to-us' ? [after, before] : [before, after];
  const missing = required(demanding).filter((name) => !required(giving).includes(name));
  const word = direction === 'sent-to-us' ? 'required' : 'optional';
  return [...found, ...missing.map((key) => `${where}.${key} is ${word} now`)];
}

/** The members of an object; of any other value none. */
export const entries = (value: unknown): [string, Json][] => Object.entries((value ?? {}) as Record<string, Json>);

/** What is found along a path of member names. */
export const at = (value: unknown, ...path: string[]): Json | undefined =>
  path.reduce<unknown>((inner, key) => (inner as Json | undefined)?.[key], value) as Json | undefined;

function alternatives({ anyOf, oneOf, ...schema }: Json): Json[] | undefined {
  if (Array.isArray(schema.type)) return schema.type.map((type) => ({ ...schema, type }));
  return (anyOf ?? oneOf) as Json[] | undefined;
}
const required = (schema: Json): string[] => (schema.required ?? []) as string[];
const values = (schema: Json): unknown[] => (schema.enum ?? ('const' in schema ? [schema.const] : [])) as unknown[];
/** The schema of members that have no name of their own. */
const anyMember = ({ additionalProperties }: Json): Json | undefined =>
  typeof additionalProperties === 'object' ? (additionalProperties as Json) : undefined;
/** Schemas of what is in a value, each with its sign in a sentence. */
const inner: readonly (readonly [sign: string, of: (schema: Json) => Json | undefined])[] = [
  ['[]', (schema) => at(schema, 'items')],
  ['{}', anyMember],
  ['{name}', (schema) => at(schema, 'propertyNames')],
];
