import { networkOf } from '@genkan/call/network-of';
import type { Target } from './target.js';

/** A window begins with its first code. */
export const WINDOW_MS = 3_600_000;

/** Codes within one window at most. */
export interface Budget {
  readonly kind: 'email' | 'phone' | 'network' | 'phone-prefix';
  readonly of: string;
  readonly limit: number;
}

/** One block of numbers: 10,000 that differ in their last four digits. Who pumps SMS owns whole blocks. */
const prefixOf = (number: string) => number.slice(0, -4);

/** Everything that one more code to this target, asked for from this address, is charged to. */
export function budgetsFor({ channel, key }: Target, sourceIp: string): Budget[] {
  const budgets: Budget[] = [
    { kind: channel, of: key, limit: 5 },
    { kind: 'network', of: networkOf(sourceIp), limit: 20 },
  ];
  if (channel === 'phone') budgets.push({ kind: 'phone-prefix', of: prefixOf(key), limit: 200 });
  return budgets;
}
