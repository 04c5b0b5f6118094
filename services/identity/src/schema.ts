import { messagingEntities, messagingMigrations } from '@genkan/messaging/schema';
import { createScheduledRuns, scheduledRuns } from '@genkan/persistence/scheduled-runs-table';
import { memberEntities } from './members/members.js';
import { memberMigrations } from './migrations/member-migrations.js';
import { registrationMigrations } from './migrations/registration-migrations.js';
import { registrationEntities } from './registration/registration.js';

/** Every table of identity. */
export const entities = [...messagingEntities, scheduledRuns, ...registrationEntities, ...memberEntities];

/** Every migration, in no particular order: each is named with its time. */
export const migrations = [...messagingMigrations, createScheduledRuns, ...registrationMigrations, ...memberMigrations];
