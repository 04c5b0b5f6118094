import { z } from 'zod';
import { publicField } from '../field.js';
import { nrn } from '../nrn.js';

/**
 * A policy as a person writes it (product.md P1; docs/policy.md is its manual). This schema is the language's shape alone: what a
 * document *means* is decided by packages/policy, which also checks names against the catalogue of products.
 */

/** What compares a value of the request with the values of a policy; each exists with the suffix `IfExists`, too. */
export const baseOperators = [
  'StringEquals',
  'StringNotEquals',
  'StringLike',
  'StringNotLike',
  'IpAddress',
  'NotIpAddress',
  'DateEquals',
  'DateNotEquals',
  'DateLessThan',
  'DateLessThanEquals',
  'DateGreaterThan',
  'DateGreaterThanEquals',
  'Bool',
] as const;
export type BaseOperator = (typeof baseOperators)[number];
export type ConditionOperator = BaseOperator | `${BaseOperator}IfExists`;

export const conditionOperator = z.enum(
  baseOperators.flatMap((operator): ConditionOperator[] => [operator, `${operator}IfExists`]),
);

/** Condition keys without a parameter; the others are `resourceTag/…`, `requestTag/…` and `principalTag/…`. */
export const plainConditionKeys = [
  'principalName',
  'principalId',
  'principalType',
  'sourceIp',
  'currentTime',
  'mfaPresent',
  'requestRegion',
] as const;
export type PlainConditionKey = (typeof plainConditionKeys)[number];

export const tagConditionKeys = ['resourceTag', 'requestTag', 'principalTag'] as const;
export type TagConditionKey = (typeof tagConditionKeys)[number];

/** The most bytes of UTF-8 that a policy document may have. */
export const MAX_POLICY_BYTES = 32_768;

const value = z.union([z.string().max(1024), z.boolean()], {
  error: 'a text of at most 1,024 characters, or true or false',
});
export const conditionValues = z.union([value, z.array(value)], {
  error: 'a text, true, false, or a list of these',
});
export type ConditionValues = z.infer<typeof conditionValues>;

/** Operator → key → values. */
export const condition = z.partialRecord(conditionOperator, z.record(z.string().max(256), conditionValues));
export type Condition = z.infer<typeof condition>;

export const productPattern = z
  .string()
  .regex(/^(\*|[A-Za-z][A-Za-z0-9_-]{0,39})$/, 'a product name, or * for all products');
export const actionPattern = z
  .string()
  .max(64)
  .regex(/^[A-Za-z0-9*]+$/, 'an action such as ViewServer, a pattern such as View*, or *');
export const resourcePattern = z.union([z.literal('*'), nrn], {
  error: 'an NRN of at most 128 characters such as nrn:genkan:server:kr:204718330962:instance/*, or *',
});

export const policyTarget = z.strictObject({
  product: publicField(productPattern, 'Product whose actions are meant; `*` is every product.'),
  actions: publicField(z.array(actionPattern), 'Actions of the product; `*` stands for any characters.'),
  resourceNrns: publicField(
    z.array(resourcePattern),
    'Resources; `*` stands for any characters of one part of the NRN.',
  ),
});
export type PolicyTarget = z.infer<typeof policyTarget>;

export const policyStatement = z.strictObject({
  sid: publicField(
    z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,64}$/, '1 to 64 letters, digits, _ or -')
      .optional(),
    'Name of the statement, unique in the document; decisions name it.',
  ),
  effect: publicField(z.enum(['Allow', 'Deny']), 'What it does when it applies. A Deny outranks every Allow.'),
  targets: publicField(z.array(policyTarget), 'What it is about; one of these is enough.'),
  condition: publicField(condition.optional(), 'When it applies: all of these. Without it, always.'),
});
export type PolicyStatement = z.infer<typeof policyStatement>;

export const policyDocument = z.strictObject({
  version: publicField(z.literal(1), 'Version of the policy language.'),
  statements: publicField(z.array(policyStatement), 'Statements; their order means nothing.'),
});
export type PolicyDocument = z.infer<typeof policyDocument>;
