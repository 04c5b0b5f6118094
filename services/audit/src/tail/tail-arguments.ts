import { parseArgs } from 'node:util';
import { type FilterName, filterNames, type TailFilter } from './tail-filter.js';

export interface TailArguments {
  readonly filter: TailFilter;
  readonly since: Date | null;
  readonly isJson: boolean;
}

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Usage, printed with every mistake. */
export const usage = `npm run audit:tail -- [--since 10m | --since 2026-11-23T09:00:00Z] [--json] ${filterNames
  .map((name) => `[--${name} …]`)
  .join(' ')}`;

/** Reads the command line. Throws an Error whose message says what is wrong. */
export function tailArguments(line: readonly string[], now: Date): TailArguments {
  const filters = Object.fromEntries(filterNames.map((name) => [name, { type: 'string' as const }]));
  const { values } = parseArgs({
    args: [...line],
    options: { ...filters, since: { type: 'string' }, json: { type: 'boolean' } },
    strict: true,
  });
  const given = Object.entries(values).filter(([name]) => filterNames.includes(name as FilterName));
  return {
    filter: Object.fromEntries(given) as TailFilter,
    since: typeof values.since === 'string' ? momentOf(values.since, now) : null,
    isJson: values.json === true,
  };
}

function momentOf(text: string, now: Date): Date {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (count && unit) return new Date(now.getTime() - Number(count) * unitMs[unit as keyof typeof unitMs]);
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime()))
    throw new Error(`--since ${text}: give a span such as 10m or a time such as 2026-11-23T09:00:00Z`);
  return moment;
}
