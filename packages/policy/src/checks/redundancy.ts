import { type AddressRange, readAddressRange } from '../address.js';
import { coversResource } from '../nrn-pattern.js';
import { covers } from '../pattern.js';
import { coversRange } from '../range-cover.js';
import type { Check, Found } from './check.js';
import type { Comparisons } from './comparisons.js';
import type { EntryView, ValueView } from './document-view.js';
import { allowServer, allowWhen, policyOf, SERVERS, statementOf } from './example-policy.js';

interface Item {
  readonly text: string;
  readonly pointer: string;
}

/** Items that stand twice or within a wider one; only what may be wide is compared with all others. */
function redundant(
  items: readonly Item[],
  isWide: (text: string) => boolean,
  isWithin: (wider: string, narrower: string) => boolean,
  comparisons: Comparisons,
): Found[] {
  const wide = [...new Set(items.map(({ text }) => text).filter(isWide))];
  const seen = new Set<string>();
  return items.flatMap(({ text, pointer }): Found[] => {
    if (seen.has(text)) return [{ pointer, params: { item: text, wider: text } }];
    seen.add(text);
    const wider = wide.find((other) => other !== text && comparisons.spend() && isWithin(other, text));
    // Two that cover each other are the same: the one that comes first stays.
    if (wider === undefined || (isWithin(text, wider) && !seen.has(wider))) return [];
    return [{ pointer, params: { item: text, wider } }];
  });
}

const hasStar = (text: string) => text.includes('*');
const sentence = '{item} is there twice, or within {wider}.';

export const redundantAction: Check = {
  name: 'redundant-action',
  severity: 'INFO',
  what: 'An action is named twice in a target, or a wider pattern beside it stands for it as well.',
  sentence,
  fix: 'Delete it; or delete the wider one, if that is more than was meant.',
  example: policyOf(allowServer(['View*', 'ViewServer'])),
  fixed: policyOf(allowServer(['View*'])),
  find: ({ targets, comparisons }) =>
    targets.flatMap(({ actions }) =>
      redundant(
        actions.map(({ action, pointer }) => ({ text: action, pointer })),
        hasStar,
        covers,
        comparisons,
      ),
    ),
};

export const redundantResource: Check = {
  name: 'redundant-resource',
  severity: 'INFO',
  what: 'A resource is named twice in a target, or lies within another one.',
  sentence,
  fix: 'Delete it; or delete the wider one, if that is more than was meant.',
  example: policyOf(
    statementOf('Allow', 'server', 'ViewServer', [SERVERS, 'nrn:genkan:server:kr:204718330962:instance/17']),
  ),
  fixed: policyOf(statementOf('Allow', 'server', 'ViewServer', [SERVERS])),
  find: ({ targets, comparisons }) =>
    targets.flatMap(({ resources }) =>
      redundant(
        resources.map(({ resource, pointer }) => ({ text: resource, pointer })),
        hasStar,
        coversResource,
        comparisons,
      ),
    ),
};

export const redundantValue: Check = {
  name: 'redundant-value',
  severity: 'INFO',
  what: 'A value stands twice in its list, or another value takes whatever it takes.',
  sentence,
  fix: 'Delete it; or delete the wider one, if that is more than was meant.',
  example: allowWhen({ IpAddress: { sourceIp: ['203.0.113.0/24', '203.0.113.7'] } }),
  fixed: allowWhen({ IpAddress: { sourceIp: ['203.0.113.0/24'] } }),
  find: ({ entries, comparisons }) =>
    entries.flatMap((entry) => redundant(entry.values.map(item), ...widthIn(entry), comparisons)),
};

const item = ({ value, pointer }: ValueView): Item => ({ text: String(value), pointer });
const isPlain = (text: string) => !text.includes('${');

/** Which values of an entry may cover others, and when they do. */
function widthIn({ operator }: EntryView): [(text: string) => boolean, (wider: string, narrower: string) => boolean] {
  if (operator.base === 'StringLike' || operator.base === 'StringNotLike') {
    // A `?` is left alone: as a text it is one character, and so taken by `*` only.
    const isSimple = (text: string) => isPlain(text) && !text.includes('?');
    return [
      (text) => hasStar(text) && isSimple(text),
      (wider, narrower) => isPlain(narrower) && covers(wider, narrower),
    ];
  }
  if (operator.type === 'address') {
    const ranges = new Map<string, AddressRange | null>();
    const rangeOf = (text: string) => {
      const known = ranges.get(text);
      if (known !== undefined) return known;
      const range = readAddressRange(text);
      ranges.set(text, range);
      return range;
    };
    return [(text) => rangeOf(text) !== null, (wider, narrower) => coversRange(rangeOf(wider), rangeOf(narrower))];
  }
  return [() => false, () => false];
}
