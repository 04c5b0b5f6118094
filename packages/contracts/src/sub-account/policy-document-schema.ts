import { z } from 'zod';
import {
  conditionOperator,
  conditionValues,
  plainConditionKeys,
  policyDocument,
  tagConditionKeys,
} from './policy-document.js';

const keyMeanings: Record<(typeof plainConditionKeys)[number], string> = {
  principalName: 'Name of who asks: text.',
  principalId: 'Id of who asks: text.',
  principalType: 'Kind of who asks: main, sub or role.',
  sourceIp: 'Address that the request comes from: IPv4 or IPv6 address, or CIDR range.',
  currentTime: 'When it is asked: RFC 3339 date with an offset.',
  mfaPresent: 'Whether a second factor was used: true or false.',
  requestRegion: 'Region that the request is for: text.',
};

/** Keys as an editor offers them. Unlike the language's shape it refuses unknown keys: they would be an error whenever evaluated. */
const conditionKeys = {
  anyOf: [
    ...plainConditionKeys.map((key) => ({ const: key, description: keyMeanings[key] })),
    { pattern: `^(${tagConditionKeys.join('|')})/.{1,128}$`, description: 'The tag of that name.' },
  ],
};

interface Node {
  [member: string]: unknown;
}

/** JSON Schema 2020-12 of a policy document, for editors: completion and a first check while it is written. */
export function policyDocumentSchema(): Node {
  const { $schema: _, ...shape } = schemaOf(policyDocument);
  const { $schema, ...entry } = schemaOf(z.record(z.string(), conditionValues));
  return {
    $schema,
    $id: 'urn:genkan:policy-document:1',
    title: 'Genkan policy document',
    description: 'Who may do what, to what, and when. The manual is docs/policy.md.',
    ...shape,
    $defs: { entry: { ...entry, propertyNames: conditionKeys } },
  };
}

const schemaOf = (schema: z.ZodType): Node =>
  z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'throw',
    override: ({ jsonSchema: node, path }) => {
      delete (node as Node).class;
      if (path.at(-1) !== 'condition') return;
      // Operators as properties, which editors complete, instead of an enumeration of names.
      Object.assign(node, { properties: operators, additionalProperties: false });
      delete node.propertyNames;
    },
  });

const operators = Object.fromEntries(
  conditionOperator.options.map((operator) => [operator, { $ref: '#/$defs/entry' }]),
);
