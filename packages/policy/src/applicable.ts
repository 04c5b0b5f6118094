import type { CompiledPolicies, HeadPostings, Postings, ResourceIndex } from './compiled-policies.js';
import { lastPartAt, matchesEach } from './nrn-pattern.js';
import { findInIndex } from './pattern-index.js';
import { giveBack, type Scratch, takeScratch } from './scratch.js';

/** What a search is about. */
export interface TargetQuestion {
  readonly product: string;
  readonly action: string;
  readonly resourceNrn: string;
}

/** Scratch memory that is large enough for these policies. */
export const scratchFor = ({ program, statementOf, resources, conditions }: CompiledPolicies): Scratch =>
  takeScratch(program.statements.length, statementOf.length, resources.patternHeads.length, conditions.length);

/** Numbers of the statements that have a target which matches, ascending. */
export function applicableStatements(compiled: CompiledPolicies, question: TargetQuestion): readonly number[] {
  const scratch = scratchFor(compiled);
  try {
    return [...scratch.applicable.subarray(0, findApplicable(compiled, question, scratch)).toSorted()];
  } finally {
    giveBack(scratch);
  }
}

/** How many times longer one side has to be before looking its members up costs less than reading it. */
const MUCH_LONGER = 16;

/**
 * Finds the statements that have a target which matches: targets on the side of product and action, targets on the side of the resource,
 * and what is on both. Leaves them in `scratch.applicable`, in no order, each once, and returns how many.
 */
export function findApplicable(compiled: CompiledPolicies, question: TargetQuestion, scratch: Scratch): number {
  const { byProduct, resources } = compiled;
  const ofProduct = byProduct.get(question.product);
  if (ofProduct) findInIndex(ofProduct, question.action, scratch.actionPostings);
  const ofAnyProduct = byProduct.get('*');
  if (ofAnyProduct) findInIndex(ofAnyProduct, question.action, scratch.actionPostings);
  if (scratch.actionPostings.length === 0) return 0;
  findResources(resources, question.resourceNrn, scratch);
  const actionCount = lengthOf(scratch.actionPostings);
  const resourceCount = lengthOf(scratch.resourcePostings);
  return actionCount < resourceCount
    ? intersect(compiled, scratch, scratch.actionPostings, actionCount, scratch.resourcePostings, resourceCount)
    : intersect(compiled, scratch, scratch.resourcePostings, resourceCount, scratch.actionPostings, actionCount);
}

function lengthOf(lists: readonly Postings[]): number {
  let sum = 0;
  for (const list of lists) sum += list.length;
  return sum;
}

function findResources(resources: ResourceIndex, resourceNrn: string, scratch: Scratch): void {
  const { resourcePostings, headPostings } = scratch;
  if (resources.any.length > 0) resourcePostings.push(resources.any);
  const at = lastPartAt(resourceNrn);
  findInIndex(resources.byLastPart, resourceNrn.slice(at), headPostings);
  if (headPostings.length === 0) return;
  const head = resourceNrn.slice(0, at - 1);
  const plain = resources.plainHeads.get(head) ?? -1;
  let parts: readonly string[] | undefined;
  for (const { heads, targets } of headPostings as readonly HeadPostings[]) {
    for (let index = 0; index < heads.length; index += 1) {
      const number = heads[index] as number;
      let isMatched = number === plain;
      const pattern = resources.patternHeads[number];
      if (pattern !== undefined) {
        const known = (scratch.heads[number] as number) - scratch.mark;
        if (known >= 0) isMatched = known === 1;
        else {
          parts ??= head.split(':');
          isMatched = matchesEach(pattern, parts);
          scratch.heads[number] = scratch.mark + (isMatched ? 1 : 0);
        }
      }
      if (isMatched) resourcePostings.push(targets[index] as Postings);
    }
  }
}

function intersect(
  { statementOf }: CompiledPolicies,
  scratch: Scratch,
  few: readonly Postings[],
  fewCount: number,
  many: readonly Postings[],
  manyCount: number,
): number {
  const { mark, targets, statements, applicable } = scratch;
  const isLookedUp = manyCount > MUCH_LONGER * fewCount * many.length;
  const scanned = isLookedUp ? few : many;
  if (!isLookedUp) {
    for (const list of few) for (let index = 0; index < list.length; index += 1) targets[list[index] as number] = mark;
  }
  let count = 0;
  for (const list of scanned) {
    for (let index = 0; index < list.length; index += 1) {
      const target = list[index] as number;
      if (isLookedUp ? !isInAny(many, target) : targets[target] !== mark) continue;
      const statement = statementOf[target] as number;
      if (statements[statement] === mark) continue;
      statements[statement] = mark;
      applicable[count] = statement;
      count += 1;
    }
  }
  return count;
}

function isInAny(lists: readonly Postings[], target: number): boolean {
  for (const list of lists) {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((list[middle] as number) < target) low = middle + 1;
      else high = middle;
    }
    if (list[low] === target) return true;
  }
  return false;
}
