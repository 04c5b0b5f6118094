import { matchesPieces, type PatternPieces } from './pattern.js';

/** A part of a `StringLike` pattern: with wildcards as the author wrote it, or plain as a variable put it in. */
export interface LikePart {
  readonly text: string;
  readonly isPlain: boolean;
}

const ANY_ONE = -1;
/** Half of a surrogate pair, which only code points tell from a whole one. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Code points of the text between two `*`, with `ANY_ONE` for each `?`. */
type Cells = readonly number[];

/** Pieces of text where that is enough (no `?`); else of code points. */
export type LikePattern = { readonly pieces: PatternPieces } | { readonly cells: readonly Cells[] };

/** A pattern ready to match: `*` stands for any characters, also none; `?` for one Unicode code point. */
export function likePattern(parts: readonly LikePart[]): LikePattern {
  const pieces = parts.length === 1 && parts[0]?.isPlain === false ? parts[0].text.split('*') : piecesOfParts(parts);
  const hasOne = parts.some(({ text, isPlain }) => !isPlain && text.includes('?'));
  return hasOne || pieces.some((piece) => LONE_SURROGATE.test(piece)) ? { cells: cellsOf(parts) } : { pieces };
}

function piecesOfParts(parts: readonly LikePart[]): string[] {
  const pieces = [''];
  for (const { text, isPlain } of parts) {
    const [first = '', ...more] = isPlain ? [text] : text.split('*');
    pieces[pieces.length - 1] += first;
    pieces.push(...more);
  }
  return pieces;
}

function cellsOf(parts: readonly LikePart[]): Cells[] {
  const cells: number[][] = [[]];
  let literal = '';
  const flush = () => {
    for (const character of literal) cells.at(-1)?.push(character.codePointAt(0) as number);
    literal = '';
  };
  for (const { text, isPlain } of parts) {
    for (let at = 0; at < text.length; at += 1) {
      const unit = text[at] as string;
      if (isPlain || (unit !== '*' && unit !== '?')) literal += unit;
      else {
        flush();
        if (unit === '*') cells.push([]);
        else cells.at(-1)?.push(ANY_ONE);
      }
    }
  }
  flush();
  return cells;
}

/** Whether a text is matched by the pattern. */
export function matchesLike(pattern: LikePattern, text: string): boolean {
  if ('pieces' in pattern) return matchesPieces(pattern.pieces, text);
  return matchesCells(pattern.cells, codePointsOf(text));
}

/** As `matchesPieces`, code point by code point. */
export function matchesCells(pieces: readonly Cells[], text: ArrayLike<number>): boolean {
  const last = pieces.length - 1;
  const prefix = pieces[0] as Cells;
  if (last === 0) return text.length === prefix.length && isAt(prefix, text, 0);
  const suffix = pieces[last] as Cells;
  const end = text.length - suffix.length;
  let at = prefix.length;
  if (at > end || !isAt(prefix, text, 0) || !isAt(suffix, text, end)) return false;
  for (let index = 1; index < last; index += 1) {
    const piece = pieces[index] as Cells;
    while (at + piece.length <= end && !isAt(piece, text, at)) at += 1;
    at += piece.length;
    if (at > end) return false;
  }
  return true;
}

function isAt(piece: Cells, text: ArrayLike<number>, at: number): boolean {
  for (let index = 0; index < piece.length; index += 1) {
    if (piece[index] !== ANY_ONE && piece[index] !== text[at + index]) return false;
  }
  return true;
}

/** The code points of the text asked for last: many patterns meet one text in a row. */
let lastText = '';
let lastCodePoints: readonly number[] = [];

function codePointsOf(text: string): readonly number[] {
  if (text !== lastText) {
    lastCodePoints = Array.from(text, (character) => character.codePointAt(0) as number);
    lastText = text;
  }
  return lastCodePoints;
}
