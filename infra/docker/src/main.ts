import { loadConfig } from '@genkan/config/load-config';
import { environment } from './config.js';
import { prepare } from './prepare.js';

const { DATABASE_URL, KAFKA_BROKERS, PUBLIC_URL } = loadConfig(environment, process.env);

await prepare({ databaseUrl: DATABASE_URL.reveal(), kafkaBrokers: KAFKA_BROKERS, publicUrl: PUBLIC_URL.origin });
console.log('Topics, schemas, keys and settings are there.');
