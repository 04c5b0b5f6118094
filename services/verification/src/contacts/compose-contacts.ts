import type { Challenges } from '../challenges/compose-challenges.js';
import type { Deliveries } from '../deliveries/compose-deliveries.js';
import type { Protection } from '../protection.js';
import { mysqlContactRepository } from './contact-repository.js';
import { createNotify } from './notify.js';

export { onDeviceAdded } from './on-device-added.js';
export { onMemberRegistered } from './on-member-registered.js';
export { onSignInLocked } from './on-sign-in-locked.js';

interface Dependencies {
  readonly protection: Protection;
  readonly challenges: Challenges;
  readonly deliveries: Deliveries;
}

export type Contacts = ReturnType<typeof composeContacts>;

/** The capability `contacts`: where accounts are reached, and the notices that go there. */
export function composeContacts({ protection, challenges, deliveries }: Dependencies) {
  const contacts = mysqlContactRepository(protection);
  return { challenges, contacts, notify: createNotify({ contacts, deliveries }) };
}
