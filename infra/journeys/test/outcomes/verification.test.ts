import { challengeScenarios } from './challenges.js';
import { serviceOutcomes } from './service-outcomes.js';

serviceOutcomes('verification', challengeScenarios);
