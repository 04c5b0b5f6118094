import type { Subscription } from '@genkan/messaging/subscription';
import { type Contacts, onDeviceAdded, onMemberRegistered, onSignInLocked } from './contacts/compose-contacts.js';

/** Every event of another service that verification handles. */
export const subscriptionsOf = (contacts: Contacts): readonly Subscription[] => [
  onMemberRegistered(contacts),
  onDeviceAdded(contacts),
  onSignInLocked(contacts),
];
