import {
  actionPattern,
  condition,
  conditionValues,
  policyDocument,
  policyStatement,
  policyTarget,
  resourcePattern,
} from '@genkan/contracts/sub-account/policy-document';
import type { JsonPath } from './json-pointer.js';
import { operatorNamed } from './operators.js';

/** What a schema finds wrong at a path. */
export interface DocumentIssue {
  readonly path: JsonPath;
  /** Members that are not known there; undefined when the value itself is wrong. */
  readonly unknownMembers?: readonly string[];
}

interface Schema {
  safeParse(value: unknown): {
    readonly success: boolean;
    readonly error?: {
      readonly issues: readonly { code: string; path: readonly PropertyKey[]; keys?: readonly string[] }[];
    };
  };
}

/**
 * What is wrong in a document, piece by piece, so that the reader can stop when it has enough: a document of nothing but mistakes has 16,000.
 * Each piece is judged by its own schema, with its lists left out, whose elements follow.
 */
export function* documentIssues(document: unknown): Generator<DocumentIssue> {
  yield* issuesOf(policyDocument, without(document, 'statements'), []);
  for (const [index, statement] of listIn(document, 'statements')) {
    const path = ['statements', index];
    yield* issuesOf(policyStatement, without(statement, 'targets', 'condition'), path);
    for (const [at, target] of listIn(statement, 'targets')) yield* targetIssues(target, [...path, 'targets', at]);
    if (isObject(statement)) yield* conditionIssues(statement.condition, [...path, 'condition']);
  }
}

function* targetIssues(target: unknown, path: JsonPath): Generator<DocumentIssue> {
  yield* issuesOf(policyTarget, without(target, 'actions', 'resourceNrns'), path);
  for (const [at, action] of listIn(target, 'actions'))
    yield* issuesOf(actionPattern, action, [...path, 'actions', at]);
  for (const [at, nrn] of listIn(target, 'resourceNrns')) {
    yield* issuesOf(resourcePattern, nrn, [...path, 'resourceNrns', at]);
  }
}

function* conditionIssues(value: unknown, path: JsonPath): Generator<DocumentIssue> {
  if (!isObject(value)) return;
  for (const [operator, keys] of Object.entries(value)) {
    if (operatorNamed(operator) === undefined || !isObject(keys)) {
      yield* issuesOf(condition, { [operator]: keys }, path);
      continue;
    }
    for (const [key, values] of Object.entries(keys)) {
      yield* issuesOf(condition, { [operator]: without({ [key]: values }, key) }, path);
      for (const [at, each] of listIn(keys, key)) {
        yield* issuesOf(conditionValues, Array.isArray(each) ? {} : each, [...path, operator, key, at]);
      }
    }
  }
}

function* issuesOf(schema: Schema, value: unknown, path: JsonPath): Generator<DocumentIssue> {
  for (const issue of schema.safeParse(value).error?.issues ?? []) {
    const at = [...path, ...(issue.path as JsonPath)];
    yield issue.code === 'unrecognized_keys' ? { path: at, unknownMembers: issue.keys ?? [] } : { path: at };
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same with what these members contain left out. */
function without(value: unknown, ...names: readonly string[]): unknown {
  if (!isObject(value)) return value;
  const emptied = { ...value };
  for (const name of names) {
    if (!Object.hasOwn(value, name)) continue;
    if (Array.isArray(value[name])) emptied[name] = [];
    else if (isObject(value[name]) && name === 'condition') emptied[name] = {};
  }
  return emptied;
}

function listIn(value: unknown, name: string): Iterable<[number, unknown]> {
  const list = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return Array.isArray(list) ? list.entries() : [];
}
