import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { loadConfig } from '@genkan/config/load-config';
import { createDataSource } from '@genkan/persistence/data-source';
import { environment } from '../../src/config.js';
import { createProtection } from '../../src/protection.js';
import { readRegistrationRules } from '../../src/registration/compose-registration.js';
import { entities, migrations } from '../../src/schema.js';
import { seedDraft } from './seed-drafts.js';

/*
 * For journeys and benchmarks: node dist/test/seed/seed-drafts-command.js --count 200 [--email one@example.com]
 * with the environment of the service. Prints one JSON line a draft: { draftId, secret, email, phone }.
 */
const { values } = parseArgs({ options: { count: { type: 'string', default: '1' }, email: { type: 'string' } } });
const wanted = { DATABASE_URL: true, SEALING_KEY: true, LOOKUP_KEY: true, RULES_FOLDER: true } as const;
const config = loadConfig(environment.pick(wanted), process.env);
const protection = createProtection({ sealKey: config.SEALING_KEY.bytes(), indexKey: config.LOOKUP_KEY.bytes() });
const dataSource = await createDataSource({ url: config.DATABASE_URL.reveal(), entities, migrations });
const seed = {
  manager: dataSource.manager,
  protection,
  rules: readRegistrationRules(config.RULES_FOLDER),
  now: new Date(),
};
for (let n = 0; n < Number(values.count); n += 1) {
  const email = values.email ?? `seeded.${randomBytes(8).toString('hex')}@example.com`;
  const phone = `+8210${String(randomBytes(4).readUInt32BE() % 1e8).padStart(8, '0')}`;
  console.log(JSON.stringify(await seedDraft(seed, { email, phone })));
}
await dataSource.destroy();
