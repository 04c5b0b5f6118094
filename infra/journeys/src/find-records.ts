import type { ActivityRecord } from '@genkan/contracts/audit/activities';
import type { Client } from './client.js';
import type { Step } from './individual.js';

const DEADLINE_MS = 10_000;
const PAUSE_MS = 200;

/**
 * The record of each call, by request id: what the signed-in member finds in its own log. Looks again until all are there
 * or ten seconds have passed.
 */
export async function findRecords(member: Client, steps: readonly Step[]): Promise<Map<string, ActivityRecord>> {
  const wanted = new Set(steps.map((step) => step.reply.requestId));
  const deadline = Date.now() + DEADLINE_MS;
  for (;;) {
    const log = await readLog(member);
    const found = new Map(
      log
        .filter((record) => wanted.has(record.requestId) && isRecordOfCall(record))
        .map((record) => [record.requestId, record]),
    );
    if (found.size === wanted.size || Date.now() > deadline) return found;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** Further events of a call carry the id of its record. */
export const isRecordOfCall = (record: ActivityRecord): boolean => record.causationId === null;

/** The member's whole log of the last 30 days, newest first, page by page. */
export async function readLog(member: Client, query: Record<string, string> = {}): Promise<ActivityRecord[]> {
  const records: ActivityRecord[] = [];
  let cursor: string | undefined;
  do {
    const search = new URLSearchParams({ size: '100', ...query, ...(cursor && { cursor }) });
    const { body } = await member.expect(200, 'GET', `/activities?${search}`);
    records.push(...body.items);
    cursor = body.nextCursor;
  } while (cursor);
  return records;
}
