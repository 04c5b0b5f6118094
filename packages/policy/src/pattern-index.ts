import { matchesPieces, type PatternPieces, piecesOf } from './pattern.js';

interface IndexedPattern<Value> {
  readonly pieces: PatternPieces;
  readonly value: Value;
}

/** Patterns whose texts before the first and behind the last `*` have these lengths, found by both texts together. */
interface Shape<Value> {
  readonly prefixLength: number;
  readonly suffixLength: number;
  readonly byEnds: Map<string, IndexedPattern<Value>[]>;
}

/** Finds, of many patterns, those that match a text without trying each. */
export interface PatternIndex<Value> {
  readonly exact: ReadonlyMap<string, Value>;
  readonly shapes: readonly Shape<Value>[];
  /** Patterns of rare shapes: matching a few costs less than looking up. */
  readonly others: readonly IndexedPattern<Value>[];
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
  return { exact, shapes, others };
}

function shapeOf<Value>(patterns: readonly IndexedPattern<Value>[]): Shape<Value> {
  const byEnds = new Map<string, IndexedPattern<Value>[]>();
  for (const pattern of patterns) {
    const ends = `${pattern.pieces[0]}${pattern.pieces.at(-1)}`;
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
  for (const { prefixLength, suffixLength, byEnds } of index.shapes) {
    if (prefixLength + suffixLength > text.length) continue;
    const patterns = byEnds.get(endsOf(text, prefixLength, suffixLength));
    if (patterns === undefined) continue;
    for (const { pieces, value } of patterns) {
      if (pieces.length === 2 || matchesPieces(pieces, text)) found.push(value);
    }
  }
}

function endsOf(text: string, prefixLength: number, suffixLength: number): string {
  const prefix = text.slice(0, prefixLength);
  return suffixLength === 0 ? prefix : prefix + text.slice(text.length - suffixLength);
}
