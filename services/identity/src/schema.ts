import { messagingEntities, messagingMigrations } from '@genkan/messaging/schema';
import { createScheduledRuns, scheduledRuns } from '@genkan/persistence/scheduled-runs-table';
import { deviceTable } from './devices/device-table.js';
import { accountTable } from './members/account-table.js';
import { consentTable } from './members/consent-table.js';
import { memberTable, phoneTable } from './members/member-table.js';
import { memberMigrations } from './migrations/member-migrations.js';
import { registrationMigrations } from './migrations/registration-migrations.js';
import { sessionMigrations } from './migrations/session-migrations.js';
import { operatorTable } from './operators/operator-table.js';
import { budgetTable } from './registration/budget-table.js';
import { draftTable, redeemedProofTable } from './registration/draft-table.js';
import { bucketTable } from './sessions/bucket-table.js';
import { sessionTable } from './sessions/session-table.js';

/** Every table of identity. */
export const entities = [
  ...messagingEntities,
  scheduledRuns,
  draftTable,
  redeemedProofTable,
  budgetTable,
  memberTable,
  phoneTable,
  accountTable,
  consentTable,
  sessionTable,
  bucketTable,
  deviceTable,
  operatorTable,
];

/** Every migration, in no particular order: each is named with its time. */
export const migrations = [
  ...messagingMigrations,
  createScheduledRuns,
  ...registrationMigrations,
  ...memberMigrations,
  ...sessionMigrations,
];
