import type {
  CompiledPolicies,
  HeadPostings,
  Postings,
  Program,
  ProgramStatement,
  ResourceIndex,
} from './compiled-policies.js';
import { compileEntry } from './condition.js';
import { costOf } from './cost.js';
import type { StatementRef } from './decision.js';
import { lastPartAt } from './nrn-pattern.js';
import { piecesOf } from './pattern.js';
import { indexPatterns } from './pattern-index.js';

/**
 * Makes a program ready to be evaluated: reads its conditions, numbers its targets and builds two indexes over them, one by product and
 * action, one by resource. Each is as large as the lists that it is built from, never their product.
 */
export function link(program: Program): CompiledPolicies {
  const owners: number[] = [];
  const actions = new Map<string, Map<string, number[]>>();
  const resources = new Map<string, number[]>();
  for (const [number, { targets }] of program.statements.entries()) {
    for (const target of targets) {
      const id = owners.push(number) - 1;
      const ofProduct = actions.get(target.product) ?? new Map<string, number[]>();
      actions.set(target.product, ofProduct);
      for (const action of target.actions) post(ofProduct, action, id);
      for (const resource of target.resources) post(resources, resource, id);
    }
  }
  const linked = {
    program,
    refs: program.statements.map((statement) => refOf(program, statement)),
    conditions: program.conditions.map((entries) => entries.map(compileEntry)),
    statementOf: Int32Array.from(owners),
    byProduct: new Map(
      [...actions].map(([product, postings]) => [product, indexPatterns<Postings>(postings)] as const),
    ),
    resources: indexResources(resources),
  };
  return { ...linked, cost: costOf(linked) };
}

function refOf({ policies }: Program, { policy, name }: ProgramStatement): StatementRef {
  const [policyId, version] = policies[policy] as readonly [string, number];
  return typeof name === 'string' ? { policyId, version, sid: name } : { policyId, version, index: name };
}

/** Adds a target, once; targets come in ascending order. */
function post(postings: Map<string, number[]>, text: string, id: number): void {
  const list = postings.get(text);
  if (list === undefined) postings.set(text, [id]);
  else if (list.at(-1) !== id) list.push(id);
}

/** Divides resources at their last part, by which they are looked for; their heads are few, and each is matched once. */
function indexResources(resources: ReadonlyMap<string, Postings>): ResourceIndex {
  const headNumbers = new Map<string, number>();
  const byLastPart = new Map<string, { heads: number[]; targets: Postings[] }>();
  for (const [resource, targets] of resources) {
    const at = lastPartAt(resource);
    if (at === 0) continue;
    const head = resource.slice(0, at - 1);
    const number = headNumbers.get(head) ?? headNumbers.size;
    if (number === headNumbers.size) headNumbers.set(head, number);
    const lastPart = resource.slice(at);
    const postings = byLastPart.get(lastPart);
    if (postings === undefined) byLastPart.set(lastPart, { heads: [number], targets: [targets] });
    else {
      postings.heads.push(number);
      postings.targets.push(targets);
    }
  }
  return {
    any: resources.get('*') ?? [],
    byLastPart: indexPatterns<HeadPostings>(byLastPart),
    plainHeads: new Map([...headNumbers].filter(([head]) => !head.includes('*'))),
    patternHeads: [...headNumbers.keys()].map((head) =>
      head.includes('*') ? head.split(':').map(piecesOf) : undefined,
    ),
  };
}
