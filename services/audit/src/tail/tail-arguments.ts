import { parseArgs } from 'node:util';
import { result } from '@genkan/contracts/activity';
import { anyAction, anyId, ipAddress } from '@genkan/contracts/primitives';
import type { z } from 'zod';
import { type FilterName, filterNames, type TailFilter } from './tail-filter.js';

export interface TailArguments {
  readonly filter: TailFilter;
  readonly since: Date | null;
  readonly isJson: boolean;
}

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** The values that a filter accepts. For a value that no record can have the tail would wait in silence. */
const forms: Readonly<Record<FilterName, z.ZodType>> = {
  account: anyId,
  action: anyAction,
  result,
  actor: anyId,
  ip: ipAddress,
  type: anyId,
  correlation: anyId,
  request: anyId,
};

/** Usage, printed with every mistake. */
export const usage = `npm run audit:tail -- [--since 10m | --since 2026-11-23T09:00:00Z] [--json] [--help] ${filterNames
  .map((name) => `[--${name} …]`)
  .join(' ')}`;

/** What the command line asks for; `help` when for the usage alone. Throws an Error whose message says what is wrong. */
export function tailArguments(line: readonly string[], now: Date): TailArguments | 'help' {
  const filters = Object.fromEntries(filterNames.map((name) => [name, { type: 'string' as const }]));
  const { values } = parseArgs({
    args: [...line],
    options: { ...filters, since: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
    strict: true,
  });
  if (values.help) return 'help';
  const given = Object.entries(values).filter(([name]) => filterNames.includes(name as FilterName));
  for (const [name, text] of given) checkForm(name as FilterName, text);
  return {
    filter: Object.fromEntries(given) as TailFilter,
    since: typeof values.since === 'string' ? momentOf(values.since, now) : null,
    isJson: values.json === true,
  };
}

function checkForm(name: FilterName, text: unknown): void {
  const { error } = forms[name].safeParse(text);
  if (error) throw new Error(`--${name} ${text}: ${error.issues[0]?.message}`);
}

const SPAN = /^(\d{1,6})([smhd])$/;
/** With its zone: without one the machine's own zone would count. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

function momentOf(text: string, now: Date): Date {
  const [, count, unit] = SPAN.exec(text) ?? [];
  if (count && unit) return new Date(now.getTime() - Number(count) * unitMs[unit as keyof typeof unitMs]);
  const moment = new Date(MOMENT.test(text) ? text : Number.NaN);
  if (Number.isNaN(moment.getTime()))
    throw new Error(
      `--since ${text}: give a span with its unit (30s, 10m, 2h, 1d) or a time with its zone (2026-11-23T09:00:00Z)`,
    );
  return moment;
}
