import { conditionOperator } from '@genkan/contracts/sub-account/policy-document';
import type { JsonPath } from './json-pointer.js';

/** A place in a policy document: what has to be there, and which members it may have. */
export interface DocumentPlace {
  readonly expected: string;
  readonly members?: readonly string[];
}

/** By the path, `*` for any index or key. */
const places: Readonly<Record<string, DocumentPlace>> = {
  '': { expected: 'an object with `version` and `statements`', members: ['version', 'statements'] },
  version: { expected: '1, the version of the policy language' },
  statements: { expected: 'a list of statements' },
  'statements *': {
    expected: 'an object with `effect` and `targets`',
    members: ['sid', 'effect', 'targets', 'condition'],
  },
  'statements * sid': { expected: 'a name of 1 to 64 letters, digits, _ or -' },
  'statements * effect': { expected: '"Allow" or "Deny"' },
  'statements * targets': { expected: 'a list of targets' },
  'statements * targets *': {
    expected: 'an object with `product`, `actions` and `resourceNrns`',
    members: ['product', 'actions', 'resourceNrns'],
  },
  'statements * targets * product': { expected: 'the name of a product, or * for all products' },
  'statements * targets * actions': { expected: 'a list of actions' },
  'statements * targets * actions *': {
    expected: 'an action of at most 64 letters and digits such as ViewServer, a pattern such as View*, or *',
  },
  'statements * targets * resourceNrns': { expected: 'a list of NRNs' },
  'statements * targets * resourceNrns *': {
    expected: 'an NRN of at most 128 characters such as nrn:genkan:server:kr:204718330962:instance/*, or *',
  },
  'statements * condition': { expected: 'an object of operators', members: conditionOperator.options },
  'statements * condition *': { expected: 'an object of condition keys and their values' },
  'statements * condition * *': {
    expected:
      'a text of at most 1,024 characters, true, false, or a list of these, under a key of at most 256 characters',
  },
  'statements * condition * * *': { expected: 'a text of at most 1,024 characters, true or false' },
};

const CONDITION = 2;

/** What a document has at a path; undefined where it has nothing. */
export function documentPlace(path: JsonPath): DocumentPlace | undefined {
  const isInCondition = path[CONDITION] === 'condition';
  const name = path.map((step, index) =>
    typeof step === 'number' || (isInCondition && index > CONDITION) ? '*' : step,
  );
  const key = name.join(' ');
  return Object.hasOwn(places, key) ? places[key] : undefined;
}
