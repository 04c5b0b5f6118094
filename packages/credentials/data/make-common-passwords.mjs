/**
 * Makes common-passwords.txt out of the list of @zxcvbn-ts/language-common (MIT, see LICENSE.txt):
 *   npm pack @zxcvbn-ts/language-common && tar xzf *.tgz && node make-common-passwords.mjs package/src/passwords.json
 * Keeps what can matter here: printable ASCII of 4 to 16 characters, and no word that a shorter one already covers.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { foldLookAlikes, loadCommonPasswords } from '../dist/src/common-passwords.js';

/** Words of this product and its neighbourhood, and Korean ones as typed with the keyboard left in English. */
const OWN = 'genkan seoul busan gangnam hangang tokyo osaka kyoto beijing shanghai arigatou aishiteru woaini'
  .concat(' dkssud dkssudgktpdy tkfkdgo tkfkdgody qlalfqjsgh')
  .split(' ');

const source = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const candidates = [...OWN, ...source.map((word) => word.toLowerCase())].filter((word) => /^[ -~]{4,16}$/.test(word));
const shortestFirst = [...new Set(candidates)].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));

const kept = [];
const folded = new Set();
for (const word of shortestFirst) {
  if (folded.has(foldLookAlikes(word)) || isCovered(word)) continue;
  kept.push(word);
  folded.add(foldLookAlikes(word));
}
writeFileSync(new URL('common-passwords.txt', import.meta.url), `${kept.sort().join('\n')}\n`);

/** Whether a kept word within this one makes it common: asked of the check itself, with just those words. */
function isCovered(word) {
  const letters = foldLookAlikes(word);
  const within = [];
  for (let start = 0; start < word.length; start += 1) {
    for (let end = start + 4; end <= word.length; end += 1) {
      if (folded.has(letters.slice(start, end))) within.push(letters.slice(start, end));
    }
  }
  return loadCommonPasswords(within)(word);
}
