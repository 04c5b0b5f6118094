import type { Ctx } from '@genkan/call/ctx';
import { Refusal } from '@genkan/call/refusal';
import type { ActivityRecord } from '@genkan/contracts/audit/activities';
import { accountOf } from './list-activities.js';
import type { RecordRepository, SearchCode } from './search.js';

/** One record of the account's own log; another account's does not exist for the caller. */
export const createGetActivity =
  (records: RecordRepository) =>
  async (ctx: Ctx, eventId: string): Promise<ActivityRecord> => {
    const found = await records.find(accountOf(ctx), eventId);
    if (!found) throw new Refusal<SearchCode>('audit.activity_not_found');
    return found;
  };
