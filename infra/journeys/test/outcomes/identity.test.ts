import { registrationScenarios } from './registration.js';
import { serviceOutcomes } from './service-outcomes.js';
import { sessionScenarios } from './sessions.js';

serviceOutcomes('identity', { ...registrationScenarios, ...sessionScenarios });
