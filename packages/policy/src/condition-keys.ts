import {
  type PlainConditionKey,
  type TagConditionKey,
  tagConditionKeys,
} from '@genkan/contracts/sub-account/policy-document';
import type { PolicyRequest } from './request.js';

export type KeyType = 'text' | 'address' | 'date' | 'boolean';

/** What a condition key means. */
export interface ConditionKey {
  readonly name: string;
  readonly type: KeyType;
  /** The request's value as it came: not checked, `undefined` or `null` when the key is absent. */
  readonly read: (request: PolicyRequest) => unknown;
  /** The member that holds the value when it is not the principal's; `whoCan`, which asks without a request, may not know it yet. */
  readonly member?: keyof PolicyRequest['context'];
}

const LONGEST_TAG = 128;

const plainKeys: Readonly<Record<PlainConditionKey, Omit<ConditionKey, 'name'>>> = {
  principalName: { type: 'text', read: ({ principal }) => principal.name },
  principalId: { type: 'text', read: ({ principal }) => principal.id },
  principalType: { type: 'text', read: ({ principal }) => principal.type },
  sourceIp: { type: 'address', read: ({ context }) => context.sourceIp, member: 'sourceIp' },
  currentTime: { type: 'date', read: ({ context }) => context.currentTime, member: 'currentTime' },
  mfaPresent: { type: 'boolean', read: ({ context }) => context.mfaPresent, member: 'mfaPresent' },
  requestRegion: { type: 'text', read: ({ context }) => context.requestRegion, member: 'requestRegion' },
};

const tagHolders: Readonly<Record<TagConditionKey, Pick<ConditionKey, 'read' | 'member'>>> = {
  principalTag: { read: ({ principal }) => principal.tags },
  requestTag: { read: ({ context }) => context.requestTags, member: 'requestTags' },
  resourceTag: { read: ({ context }) => context.resourceTags, member: 'resourceTags' },
};

/** What stands for a value where the tags are no object: malformed for every operator. */
const MALFORMED = Symbol('malformed');

function tagIn(tags: unknown, tag: string): unknown {
  if (tags === undefined || tags === null) return undefined;
  if (typeof tags !== 'object') return MALFORMED;
  return Object.hasOwn(tags, tag) ? (tags as Record<string, unknown>)[tag] : undefined;
}

const plainKeysByName = new Map<string, ConditionKey>(
  Object.entries(plainKeys).map(([name, key]) => [name, { name, ...key }]),
);

/** Finds what a key means; undefined for an unknown one. */
export function conditionKey(name: string): ConditionKey | undefined {
  const plain = plainKeysByName.get(name);
  if (plain !== undefined) return plain;
  const holderName = tagConditionKeys.find((prefix) => name.startsWith(`${prefix}/`));
  if (holderName === undefined) return undefined;
  const tag = name.slice(holderName.length + 1);
  if (tag.length < 1 || tag.length > LONGEST_TAG) return undefined;
  const holder = tagHolders[holderName];
  return { name, type: 'text', ...holder, read: (request) => tagIn(holder.read(request), tag) };
}
