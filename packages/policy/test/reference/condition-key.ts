import type { PolicyRequest, Tags } from '../../src/request.js';

export type ValueType = 'text' | 'address' | 'date' | 'boolean';

/** The type of a key, by the table of keys; `undefined` for an unknown key. */
export function keyType(key: string): ValueType | undefined {
  if (['principalName', 'principalId', 'principalType', 'requestRegion'].includes(key) || tagOf(key)) return 'text';
  if (key === 'sourceIp') return 'address';
  if (key === 'currentTime') return 'date';
  if (key === 'mfaPresent') return 'boolean';
  return undefined;
}

/** What the request has under this key, whatever it is; `undefined` when the key is absent or unknown. */
export function keyValue(key: string, { principal, context }: PolicyRequest): unknown {
  const value = (): unknown => {
    if (key === 'principalName') return principal.name;
    if (key === 'principalId') return principal.id;
    if (key === 'principalType') return principal.type;
    if (key === 'sourceIp') return context.sourceIp;
    if (key === 'currentTime') return context.currentTime;
    if (key === 'mfaPresent') return context.mfaPresent;
    if (key === 'requestRegion') return context.requestRegion;
    const tag = tagOf(key);
    if (tag?.of === 'principalTag') return ownTag(principal.tags, tag.name);
    if (tag?.of === 'requestTag') return ownTag(context.requestTags, tag.name);
    if (tag?.of === 'resourceTag') return ownTag(context.resourceTags, tag.name);
    return undefined;
  };
  return value() ?? undefined;
}

function tagOf(key: string): { of: string; name: string } | undefined {
  const slash = key.indexOf('/');
  const of = key.slice(0, slash);
  const name = key.slice(slash + 1);
  if (slash === -1 || !['principalTag', 'requestTag', 'resourceTag'].includes(of)) return undefined;
  return name.length >= 1 && name.length <= 128 ? { of, name } : undefined;
}

/** What no type accepts. */
const malformed = Symbol('malformed');

function ownTag(tags: unknown, name: string): unknown {
  if (tags === undefined || tags === null) return undefined;
  if (typeof tags !== 'object') return malformed;
  return Object.hasOwn(tags, name) ? (tags as Tags)[name] : undefined;
}
