import type { Pair } from './drawing/draw-pair.js';

/** Members that may be left out of the object they stand in; of all other objects every member is needed. */
const optionalMembers = [
  'sid',
  'condition',
  'tags',
  'sourceIp',
  'currentTime',
  'mfaPresent',
  'requestRegion',
  'resourceTags',
  'requestTags',
];
/** Objects all of whose members may be left out. */
const looseObjects = ['condition', 'tags', 'resourceTags', 'requestTags'];

/** Leaves one thing out of a failing pair, again and again, as long as it goes on failing. */
export function smallestFailing(pair: Pair, fails: (pair: Pair) => boolean): Pair {
  for (const smaller of smallerOnes(pair, '', '')) {
    if (fails(smaller as Pair)) return smallestFailing(smaller as Pair, fails);
  }
  return pair;
}

function* smallerOnes(value: unknown, name: string, parent: string): Generator<unknown> {
  if (Array.isArray(value)) {
    for (const at of value.keys()) yield value.toSpliced(at, 1);
    for (const [at, item] of value.entries()) {
      for (const smaller of smallerOnes(item, '', name)) yield value.with(at, smaller);
    }
  } else if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value);
    const isLoose = looseObjects.includes(name) || parent === 'condition';
    for (const [at, [member]] of members.entries()) {
      if (isLoose || optionalMembers.includes(member)) yield Object.fromEntries(members.toSpliced(at, 1));
    }
    for (const [at, [member, item]] of members.entries()) {
      for (const smaller of smallerOnes(item, member, name))
        yield Object.fromEntries(members.with(at, [member, smaller]));
    }
  }
}
