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
import { type PatternPieces, piecesOf } from './pattern.js';
import { indexPatterns, type PatternIndex } from './pattern-index.js';

/**
 * Makes a program ready to be evaluated: reads its conditions, numbers its targets and builds two indexes over them, one by product and
 * action, one by resource. Each is as large as the lists that it is built from, never their product.
 */
export function link(program: Program): CompiledPolicies {
  const owners: number[] = [];
  const actions = new Map<string, Map<string, number[]>>();
  const resources = createResourceCollector();
  for (const [number, { targets }] of program.statements.entries()) {
    for (const target of targets) {
      const id = owners.push(number) - 1;
      const ofProduct = actions.get(target.product) ?? new Map<string, number[]>();
      actions.set(target.product, ofProduct);
      for (const action of target.actions) post(ofProduct, action, id);
      for (const resource of target.resources) resources.add(resource, id);
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
    resources: resources.finish(),
  };
  return { ...linked, cost: costOf(linked) };
}

function refOf({ policies }: Program, { policy, name }: ProgramStatement): StatementRef {
  const [policyId, version] = policies[policy] as readonly [string, number];
  return typeof name === 'string' ? { policyId, version, sid: name } : { policyId, version, index: name };
}

/** Adds a target, once; targets come in ascending order. */
function post<Key>(postings: Map<Key, number[]>, key: Key, id: number): void {
  const list = postings.get(key);
  if (list === undefined) postings.set(key, [id]);
  else if (list.at(-1) !== id) list.push(id);
}

function createResourceCollector() {
  const any: number[] = [];
  const headNumbers = new Map<string, number>();
  const lastParts = new Map<string, Map<number, number[]>>();

  function add(resource: string, id: number): void {
    if (resource === '*') {
      if (any.at(-1) !== id) any.push(id);
      return;
    }
    const at = lastPartAt(resource);
    if (at === 0) return;
    const head = resource.slice(0, at - 1);
    const number = headNumbers.get(head) ?? headNumbers.size;
    headNumbers.set(head, number);
    const lastPart = resource.slice(at);
    const byHead = lastParts.get(lastPart) ?? new Map<number, number[]>();
    lastParts.set(lastPart, byHead);
    post(byHead, number, id);
  }

  function finish(): ResourceIndex {
    const postings = new Map(
      [...lastParts].map(([lastPart, byHead]): [string, HeadPostings] => [
        lastPart,
        { heads: [...byHead.keys()], targets: [...byHead.values()] },
      ]),
    );
    const byLastPart: PatternIndex<HeadPostings> = indexPatterns(postings);
    const plainHeads = new Map([...headNumbers].filter(([head]) => !head.includes('*')));
    const patternHeads = [...headNumbers.keys()].map((head): PatternPieces[] | undefined =>
      head.includes('*') ? head.split(':').map(piecesOf) : undefined,
    );
    return { any, byLastPart, plainHeads, patternHeads };
  }

  return { add, finish };
}
