import { migrateMain } from '@genkan/persistence/migrate-main';
import { entities, migrations } from './schema.js';

await migrateMain({ service: 'verification', entities, migrations, env: process.env });
