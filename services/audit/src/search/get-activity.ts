import type { ActivityRecord } from '@genkan/contracts/audit/activities';
import { ServiceError } from '@genkan/http-kit/service-error';
import type { Ctx } from '@genkan/messaging/ctx';
import { accountOf } from './list-activities.js';
import type { RecordRepository, SearchCode } from './search.js';

/** One record of the account's own log; another account's does not exist for the caller. */
export const createGetActivity =
  (records: RecordRepository) =>
  async (ctx: Ctx, eventId: string): Promise<ActivityRecord> => {
    const found = await records.find(accountOf(ctx), eventId);
    if (!found) throw new ServiceError<SearchCode>({ code: 'audit.activity_not_found' });
    return found;
  };
