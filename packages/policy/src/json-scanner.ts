import type { JsonPath } from './json-pointer.js';

/** What the scanner reads; in tests something that counts. */
export type ScannedText = Pick<string, 'length' | 'charCodeAt' | 'slice'>;

export interface JsonScan {
  /** Where the text stops to be JSON, and why; undefined when it is JSON. */
  readonly broken?: { readonly at: number; readonly reason: string };
  /** Members that occur again. */
  readonly duplicates: readonly JsonPath[];
}

/** Deeper than any policy; a text that nests further is not read. */
export const DEEPEST = 32;

interface Level {
  /** Names seen in an object; undefined in a list. */
  readonly names: Set<string> | undefined;
  step: string | number;
}

class Broken extends Error {
  constructor(
    readonly at: number,
    readonly reason: string,
  ) {
    super(reason);
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ESCAPED = '"\\/bfnrt';
const isDigit = (unit: number) => unit >= 0x30 && unit <= 0x39;
const isHex = (unit: number) => isDigit(unit) || (unit >= 0x41 && unit <= 0x46) || (unit >= 0x61 && unit <= 0x66);
const isSpace = (unit: number) => unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09;

/**
 * Reads a text once, from its start to its end, and says whether it is JSON, where it stops to be, and which members occur twice (of
 * which `JSON.parse` keeps the last without a word). Keeps its own stack, so depth is a number and no danger.
 */
export function scanJson(text: ScannedText): JsonScan {
  const duplicates: JsonPath[] = [];
  try {
    scan(text, duplicates);
    return { duplicates };
  } catch (error) {
    if (error instanceof Broken) return { broken: { at: error.at, reason: error.reason }, duplicates };
    throw error;
  }
}

function scan(text: ScannedText, duplicates: JsonPath[]): void {
  const levels: Level[] = [];
  let at = 0;
  const unit = () => text.charCodeAt(at);
  const skipSpace = () => {
    while (isSpace(unit())) at += 1;
  };
  const fail = (reason: string): never => {
    throw new Broken(at, at >= text.length ? 'the text ends too early' : reason);
  };
  const take = (character: string): boolean => {
    skipSpace();
    if (unit() !== character.charCodeAt(0)) return false;
    at += 1;
    return true;
  };
  const skipString = () => {
    for (at += 1; unit() !== QUOTE; at += 1) {
      if (!(unit() >= 0x20)) fail('a text may not contain a control character such as a line break');
      if (unit() === BACKSLASH) skipEscape();
    }
    at += 1;
  };
  const skipEscape = () => {
    at += 1;
    if (unit() === 0x75) {
      for (let digit = 0; digit < 4; digit += 1) {
        at += 1;
        if (!isHex(unit())) fail('\\u needs four hexadecimal digits');
      }
    } else if (!ESCAPED.includes(String.fromCharCode(unit())))
      fail('\\ has to be followed by one of " \\ / b f n r t u');
  };
  const skipDigits = () => {
    if (!isDigit(unit())) fail('a number needs a digit here');
    while (isDigit(unit())) at += 1;
  };
  const skipNumber = () => {
    if (unit() === 0x2d) at += 1;
    if (unit() === 0x30) at += 1;
    else skipDigits();
    if (unit() === 0x2e) {
      at += 1;
      skipDigits();
    }
    if (unit() === 0x65 || unit() === 0x45) {
      at += 1;
      if (unit() === 0x2b || unit() === 0x2d) at += 1;
      skipDigits();
    }
  };
  const skipScalar = () => {
    if (unit() === QUOTE) return skipString();
    if (unit() === 0x2d || isDigit(unit())) return skipNumber();
    const word = ['true', 'false', 'null'].find((each) => each.charCodeAt(0) === unit());
    if (word === undefined || text.slice(at, at + word.length) !== word) fail('a value is expected here');
    else at += word.length;
  };
  const readName = ({ names, step }: Level): string => {
    skipSpace();
    if (unit() !== QUOTE)
      fail(step === '' ? 'a name in quotes, or } is expected here' : 'a name in quotes is expected here');
    const start = at;
    skipString();
    const name = JSON.parse(text.slice(start, at)) as string;
    if (!take(':')) fail('a : is expected here');
    if (names?.has(name)) duplicates.push([...levels.slice(0, -1).map((level) => level.step), name]);
    names?.add(name);
    return name;
  };

  for (;;) {
    // A value begins: an object or a list that is not empty opens a level, anything else is read whole.
    if (levels.length > DEEPEST) fail(`nothing in a policy is nested deeper than ${DEEPEST} levels`);
    if (take('{')) {
      const level: Level = { names: new Set(), step: '' };
      if (!take('}')) {
        levels.push(level);
        level.step = readName(level);
        continue;
      }
    } else if (take('[')) {
      if (!take(']')) {
        levels.push({ names: undefined, step: 0 });
        continue;
      }
    } else skipScalar();
    // A value has ended: close what ends with it, up to one that goes on.
    for (;;) {
      const level = levels.at(-1);
      if (level === undefined) {
        skipSpace();
        if (at < text.length) fail('the text should end here');
        return;
      }
      if (take(',')) {
        level.step = level.names === undefined ? Number(level.step) + 1 : readName(level);
        break;
      }
      const end = level.names === undefined ? ']' : '}';
      if (!take(end)) fail(`a , or ${end} is expected here`);
      levels.pop();
    }
  }
}
