import * as auditActivities from './audit/activities.js';
import { byDefinition, type EndpointContract } from './endpoint.js';
import type { EventContract } from './event.js';
import * as api from './gateway/api.js';
import * as account from './identity/account.js';
import * as devices from './identity/devices.js';
import * as lookUps from './identity/look-ups.js';
import * as members from './identity/members.js';
import * as operators from './identity/operators.js';
import * as registration from './identity/registration.js';
import * as registrationEvents from './identity/registration-events.js';
import * as registrationOptions from './identity/registration-options.js';
import * as sessions from './identity/sessions.js';
import * as signIn from './identity/sign-in.js';
import * as challenges from './verification/challenges.js';
import * as deadLetters from './verification/dead-letters.js';
import * as deliveries from './verification/deliveries.js';

/** Every contract of every service. Whatever is derived from "all of them" starts here. */
export interface Catalog {
  readonly endpoints: readonly EndpointContract[];
  readonly events: readonly EventContract[];
}

/** A capability's contracts are in the catalog when its module stands in this list, which has the order of a member's journey. */
const modules: readonly object[] = [
  registrationOptions,
  registration,
  registrationEvents,
  challenges,
  deliveries,
  deadLetters,
  members,
  account,
  signIn,
  sessions,
  devices,
  lookUps,
  operators,
  auditActivities,
  api,
];

const has = (value: unknown, key: string): boolean => typeof value === 'object' && value !== null && key in value;
const isEndpoint = (value: unknown): value is EndpointContract => has(value, 'method');
const isEvent = (value: unknown): value is EventContract => has(value, 'facts');

export const catalog: Catalog = {
  endpoints: modules.flatMap((module) => Object.values(module).filter(isEndpoint).sort(byDefinition)),
  events: modules.flatMap((module) => Object.values(module).filter(isEvent)),
};
