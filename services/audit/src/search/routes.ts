import type { Cursors } from '@genkan/call/signed-cursor';
import { getActivity, listActivities } from '@genkan/contracts/audit/activities';
import { type Route, route } from '@genkan/http-kit/binder';
import { createGetActivity } from './get-activity.js';
import { createListActivities } from './list-activities.js';
import type { Position, RecordRepository } from './search.js';

export function searchRoutes(records: RecordRepository, cursors: Cursors<Position>): Route[] {
  const activities = createListActivities(records, cursors);
  const get = createGetActivity(records);
  return [
    route(listActivities, async (ctx, { query }) => ({ body: await activities.list(ctx, query) }), {
      check: (ctx, { query = {} }, isRefused) => activities.check(ctx, query, isRefused),
    }),
    route(getActivity, async (ctx, { params }) => ({ body: await get(ctx, params.eventId) })),
  ];
}
