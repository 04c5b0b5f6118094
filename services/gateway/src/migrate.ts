import { messagingEntities, messagingMigrations } from '@genkan/messaging/schema';
import { migrateMain } from '@genkan/persistence/migrate-main';

await migrateMain({
  service: 'gateway',
  entities: messagingEntities,
  migrations: messagingMigrations,
  env: process.env,
});
