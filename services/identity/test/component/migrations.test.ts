import { checkDrift } from '@genkan/persistence/check-drift';
import { createDataSource } from '@genkan/persistence/data-source';
import { runMigrations } from '@genkan/persistence/migrate';
import { createTestDatabase } from '@genkan/testing/test-database';
import { expect, it } from '@jest/globals';
import { entities, migrations } from '../../src/schema.js';

it('takes the sessions along that ran before devices had rows', async () => {
  const earlier = migrations.filter((one) => !new one().name?.startsWith('CreateKnownDevices'));
  const old = await createTestDatabase({ entities: [], migrations: earlier });
  await old.dataSource.query(
    `INSERT INTO sessions (id, token_hash, version, principal_type, principal_id, masked_login_id, stage, device_id, source_ip,
       user_agent, started_at, last_active_at, idle_ends_at, absolute_ends_at)
       VALUES (UUID(), ?, 1, 'main', UUID(), 'k***', 'full', UUID(), '', '', NOW(), NOW(), NOW(), NOW())`,
    [Buffer.alloc(32)],
  );
  const current = await createDataSource({ url: old.url, entities, migrations });
  await runMigrations(current);
  expect(await checkDrift(current)).toEqual([]);
  expect(await current.query('SELECT version FROM sessions')).toEqual([{ version: 1 }]);
  expect(await current.query('SELECT id FROM devices')).toEqual([]);
  await current.destroy();
  await old.drop();
});
