import { activityScenarios } from './activities.js';
import { serviceOutcomes } from './service-outcomes.js';

serviceOutcomes('audit', activityScenarios);
