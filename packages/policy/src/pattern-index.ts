import { matchesPieces, type PatternPieces, piecesOf } from './pattern.js';

interface IndexedPattern<Value> {
  readonly pieces: PatternPieces;
  readonly value: Value;
}

/** Patterns whose texts before the first and behind the last `*` have these lengths, found by a hash of both texts. */
interface Shape<Value> {
  readonly prefixLength: number;
  readonly suffixLength: number;
  readonly byEnds: Map<number, IndexedPattern<Value>[]>;
}

/** Finds, of many patterns, those that match a text without trying each. */
export interface PatternIndex<Value> {
  readonly exact: ReadonlyMap<string, Value>;
  readonly shapes: readonly Shape<Value>[];
  /** Patterns of rare shapes: matching a few costs less than looking up. */
  readonly others: readonly IndexedPattern<Value>[];
  /** Room for the hashes of a text's beginnings and endings, by their lengths, as long as any shape needs. */
  readonly beginnings: Int32Array;
  readonly endings: Int32Array;
}

const FEW = 8;

/** Builds the index of patterns, each with what is to be found by it. */
export function indexPatterns<Value>(values: ReadonlyMap<string, Value>): PatternIndex<Value> {
  const exact = new Map<string, Value>();
  const byShape = new Map<string, IndexedPattern<Value>[]>();
  for (const [pattern, value] of values) {
    const pieces = piecesOf(pattern);
    if (pieces.length === 1) {
      exact.set(pattern, value);
      continue;
    }
    const shape = `${pieces[0]?.length}*${pieces.at(-1)?.length}`;
    const same = byShape.get(shape);
    if (same) same.push({ pieces, value });
    else byShape.set(shape, [{ pieces, value }]);
  }
  const shapes: Shape<Value>[] = [];
  const others: IndexedPattern<Value>[] = [];
  for (const patterns of byShape.values()) {
    if (patterns.length < FEW) others.push(...patterns);
    else shapes.push(shapeOf(patterns));
  }
  const room = (lengthOf: (shape: Shape<Value>) => number) => new Int32Array(1 + Math.max(0, ...shapes.map(lengthOf)));
  return {
    exact,
    shapes,
    others,
    beginnings: room(({ prefixLength }) => prefixLength),
    endings: room(({ suffixLength }) => suffixLength),
  };
}

function shapeOf<Value>(patterns: readonly IndexedPattern<Value>[]): Shape<Value> {
  const byEnds = new Map<number, IndexedPattern<Value>[]>();
  for (const pattern of patterns) {
    const ends = both(hashOf(pattern.pieces[0] ?? '', false), hashOf(pattern.pieces.at(-1) ?? '', true));
    const same = byEnds.get(ends);
    if (same) same.push(pattern);
    else byEnds.set(ends, [pattern]);
  }
  const [first] = patterns;
  return { prefixLength: first?.pieces[0]?.length ?? 0, suffixLength: first?.pieces.at(-1)?.length ?? 0, byEnds };
}

/** Adds to `found` what belongs to each pattern that matches the text. */
export function findInIndex<Value>(index: PatternIndex<Value>, text: string, found: Value[]): void {
  const exact = index.exact.get(text);
  if (exact !== undefined) found.push(exact);
  for (const { pieces, value } of index.others) {
    if (matchesPieces(pieces, text)) found.push(value);
  }
  if (index.shapes.length === 0) return;
  // One pass for all shapes: to cut a text out and look it up costs several times as much for each of them.
  const { beginnings, endings } = index;
  hashOf(text, false, beginnings);
  hashOf(text, true, endings);
  for (const { prefixLength, suffixLength, byEnds } of index.shapes) {
    if (prefixLength + suffixLength > text.length) continue;
    const patterns = byEnds.get(both(beginnings[prefixLength] as number, endings[suffixLength] as number));
    if (patterns === undefined) continue;
    for (const { pieces, value } of patterns) {
      if (matchesPieces(pieces, text)) found.push(value);
    }
  }
}

const FACTOR = 31;
const both = (beginning: number, ending: number): number => Math.imul(beginning, 0x01000193) ^ ending;

/**
 * Hash of a text, from its beginning or from its end; leaves the hashes on the way in `hashes`, by their lengths, as far as that
 * goes. Equal hashes say nothing for certain.
 */
function hashOf(text: string, isFromEnd: boolean, hashes?: Int32Array): number {
  const length = hashes ? Math.min(text.length, hashes.length - 1) : text.length;
  let hash = 0;
  for (let done = 0; done < length; ) {
    const code = text.charCodeAt(isFromEnd ? text.length - 1 - done : done);
    hash = (Math.imul(hash, FACTOR) + code) | 0;
    done += 1;
    if (hashes) hashes[done] = hash;
  }
  return hash;
}
