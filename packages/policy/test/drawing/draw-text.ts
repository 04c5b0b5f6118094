import { type Choose, onceIn, oneOf, several } from './choice.js';

const words = ['', 'kr', 'kr-2', 'blue', 'a', 'ab', 'aba', 'mina.kim', '*', 'b*', '?', '${', '$', '}', 'true', 'false'];
const unicode = [
  '\u{1f600}',
  'a\u{1f601}b',
  'caf\u00e9',
  'cafe\u0301',
  '\ud55c',
  '\u1112\u1161\u11ab',
  'STRASSE',
  'stra\u00dfe',
];
const numbers = ['0', '10', '7', '9007199254740992', '9007199254740993', '99999999999999999999'];

/** A text out of a small world, so that two of them are often equal or alike. */
export function drawText(choose: Choose): string {
  const kind = choose(10);
  if (kind < 4) return oneOf(choose, words);
  if (kind === 4) return oneOf(choose, unicode);
  if (kind === 5) return oneOf(choose, numbers);
  return several(choose, 0, 7, () => oneOf(choose, ['a', 'b', '\u{1f600}'])).join('');
}

/** A pattern that matches the text, more often than not: parts of it replaced by wildcards, and now and then one character changed. */
export function patternLike(
  choose: Choose,
  text: string,
  wildcards: readonly string[],
  alphabet: readonly string[],
): string {
  const characters = Array.from(text);
  for (let times = choose(4); times > 0; times -= 1) {
    const at = choose(characters.length + 1);
    const wildcard = oneOf(choose, wildcards);
    characters.splice(at, wildcard === '?' ? 1 : choose(characters.length - at + 1), wildcard);
  }
  return onceIn(choose, 4) ? distorted(choose, characters.join(''), alphabet) : characters.join('');
}

/** The text with one character removed, added, replaced or doubled. */
export function distorted(choose: Choose, text: string, alphabet: readonly string[]): string {
  const characters = Array.from(text);
  const at = choose(characters.length + 1);
  const how = choose(4);
  if (how === 0) characters.splice(at, 1);
  else if (how === 1) characters.splice(at, 0, oneOf(choose, alphabet));
  else if (how === 2) characters.splice(at, 1, oneOf(choose, alphabet));
  else characters.splice(at, 0, ...characters.slice(at, at + 1));
  return characters.join('');
}
