import { loadConfig } from '@genkan/config/load-config';
import { Problem } from '@genkan/local/boot/problem';
import { environment } from './config.js';
import { prepare } from './prepare.js';

try {
  const { DATABASE_URL, KAFKA_BROKERS, PUBLIC_URL } = loadConfig(environment, process.env);
  await prepare({ databaseUrl: DATABASE_URL.reveal(), kafkaBrokers: KAFKA_BROKERS, publicUrl: PUBLIC_URL.origin });
  console.log('Topics, schemas, keys and settings are there.');
} catch (error) {
  process.exitCode = 1;
  if (error instanceof Problem) console.error(`\n✗ ${error.message}\n${error.details}`);
  else console.error(error);
}
