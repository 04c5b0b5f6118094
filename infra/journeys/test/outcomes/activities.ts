import { eventually } from '../platform.js';
import * as people from './people.js';
import type { Scenarios } from './scenario.js';

const nobodys = '019ab000-0000-7000-8000-00000000dead';

export const activityScenarios: Scenarios = {
  listActivities: {
    success: people.look('/activities'),
    'audit.cursor_invalid': people.look('/activities?cursor=none'),
    'audit.window_invalid': people.look('/activities?from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z'),
  },

  getActivity: {
    success: async () => {
      const client = await people.onlooker();
      const first = await eventually('a record', async () => (await client.call('GET', '/activities')).body.items[0]);
      return client.call('GET', `/activities/${first.id}`);
    },
    'audit.activity_not_found': people.look(`/activities/${nobodys}`),
  },
};
