import * as people from './people.js';
import { serviceOutcomes } from './service-outcomes.js';

serviceOutcomes('gateway', { getCurrentSession: { success: people.look('/sessions/current') } });
