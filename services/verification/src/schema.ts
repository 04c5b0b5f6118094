import { messagingEntities, messagingMigrations } from '@genkan/messaging/schema';
import { createScheduledRuns, scheduledRuns } from '@genkan/persistence/scheduled-runs-table';
import { budgetTable } from './challenges/budget-table.js';
import { challengeTable } from './challenges/challenge-table.js';
import { contactTable } from './contacts/contact-table.js';
import { deliveryTable } from './deliveries/delivery-table.js';
import { challengeMigrations } from './migrations/challenge-migrations.js';
import { contactMigrations } from './migrations/contact-migrations.js';
import { deliveryMigrations } from './migrations/delivery-migrations.js';

/** Every table of verification. */
export const entities = [...messagingEntities, scheduledRuns, challengeTable, budgetTable, deliveryTable, contactTable];

/** Every migration, in no particular order: each is named with its time. */
export const migrations = [
  ...messagingMigrations,
  createScheduledRuns,
  ...challengeMigrations,
  ...deliveryMigrations,
  ...contactMigrations,
];
