import type { Random } from './random.js';
import type { Facts, RuleCondition } from './workload.js';

/** Facts by which no condition holds. */
export const plainFacts: Facts = {
  ip: '203.0.113.77',
  time: '2026-11-23T09:30:00Z',
  isWithMfa: false,
  region: 'jp',
  team: 'nobody',
  name: 'nobody',
};

const TEAMS = 200;

/** One or two conditions of different kinds; most of them differ from statement to statement. */
export function someConditions(random: Random): readonly RuleCondition[] {
  const first = random.below(makers.length);
  const second = (first + 1 + random.below(makers.length - 1)) % makers.length;
  const kinds = random.below(2) === 0 ? [first] : [first, second];
  return kinds.flatMap((kind) => makers[kind]?.(random) ?? []);
}

const makers: readonly ((random: Random) => RuleCondition)[] = [
  (random) => ({ is: 'from-range', range: `10.${random.below(256)}.${random.below(256)}.0/24` }),
  // Ends and starts of grants; what is asked for lies between the two.
  (random) =>
    random.below(2) === 0
      ? { is: 'before', time: `2026-0${1 + random.below(6)}-${day(random)}T00:00:00Z` }
      : { is: 'after', time: `2027-0${1 + random.below(6)}-${day(random)}T00:00:00Z` },
  () => ({ is: 'with-mfa' }),
  (random) => ({ is: 'tagged', value: `team-${random.below(TEAMS)}` }),
  (random) => ({ is: 'in-region', value: `zone-${random.below(TEAMS)}` }),
  (random) => ({ is: 'named', value: `ops-${random.below(TEAMS)}-*` }),
];

const day = (random: Random): string => String(1 + random.below(28)).padStart(2, '0');

/** Facts by which these conditions hold. */
export const factsFor = (conditions: readonly RuleCondition[]): Facts =>
  Object.assign({ ...plainFacts }, ...conditions.map(factFor));

function factFor(condition: RuleCondition): Partial<Facts> {
  switch (condition.is) {
    case 'from-range':
      return { ip: condition.range.replace('.0/24', '.9') };
    case 'before':
      return { time: '2025-12-31T09:30:00Z' };
    case 'after':
      return { time: '2027-12-31T09:30:00Z' };
    case 'with-mfa':
      return { isWithMfa: true };
    case 'tagged':
      return { team: condition.value };
    case 'in-region':
      return { region: condition.value };
    case 'named':
      return { name: condition.value.replace('*', 'suzuki') };
  }
}
