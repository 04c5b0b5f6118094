import type { Activity } from '@genkan/contracts/activity';
import type * as activities from '@genkan/contracts/audit/activities';
import type { ActivityRecord } from '@genkan/contracts/audit/activities';
import type { ErrorCodeOf } from '@genkan/contracts/endpoint';
import { z } from 'zod';

/** Every code that a search is refused with. */
export type SearchCode = ErrorCodeOf<typeof activities>;

/** Where a page ends: the last record's time and id. */
export const position = z.object({ time: z.iso.datetime(), eventId: z.string() });
export type Position = z.infer<typeof position>;

/** What is looked for. Every filter is exact; absent ones do not filter. */
export interface SearchQuery {
  readonly from: Date;
  readonly to: Date;
  readonly actorId?: string | undefined;
  readonly actorType?: Activity['actor']['type'] | undefined;
  readonly action?: string | undefined;
  readonly result?: Activity['result'] | undefined;
  readonly source?: Activity['source'] | undefined;
  readonly sourceIp?: string | undefined;
  readonly nrn?: string | undefined;
  readonly eventId?: string | undefined;
  readonly correlationId?: string | undefined;
  readonly requestId?: string | undefined;
}

/** Reads stored records of an account: its own scope and the drafts that it adopted, newest first. */
export interface RecordRepository {
  search(accountNo: string, query: SearchQuery, after: Position | null, size: number): Promise<ActivityRecord[]>;
  find(accountNo: string, eventId: string): Promise<ActivityRecord | null>;
}

const DEFAULT_WINDOW_MS = 30 * 24 * 60 * 60 * 1000;

/** The window that a search covers: the last 30 days unless told (acceptance T3). Null when it ends before it begins. */
export function windowOf(from: string | undefined, to: string | undefined, now: Date): { from: Date; to: Date } | null {
  // A record of this very moment belongs to "until now".
  const end = to ? new Date(to) : new Date(now.getTime() + 60_000);
  const begin = from ? new Date(from) : new Date(end.getTime() - DEFAULT_WINDOW_MS);
  return begin < end ? { from: begin, to: end } : null;
}
