import { serviceNames } from '@genkan/contracts/service-name';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { platform, schemaOf } from './platform.js';

/** The user that audit itself runs as. */
let audit: Connection;
beforeAll(async () => {
  audit = await createConnection({ uri: platform.services.audit?.env.DATABASE_URL ?? '' });
});
afterAll(() => audit.end());

const columns = `source, event_id, scope, scope_seq, visibility, type, event_time, correlation_id, request_id, actor_type, action,
  result, call_source, nrn, headers, value, is_raw`;
const record = `'test', 'grants', 'grants', 1, 'operator', 'test', NOW(3), '', '', 'system', 'Test', 'FAIL', 'SYSTEM', '', '{}', '', 1`;

describe('the user that audit runs as', () => {
  it.each([
    ['changes', "UPDATE records SET action = 'Forged'"],
    ['removes', 'DELETE FROM records'],
    ['empties', 'TRUNCATE TABLE records'],
    ['drops', 'DROP TABLE records'],
    ['renames', 'RENAME TABLE records TO no_records'],
    ['alters', 'ALTER TABLE records ADD COLUMN forged INT'],
    ['replaces', `REPLACE INTO records (${columns}) VALUES (${record})`],
    ['overwrites', `INSERT INTO records (${columns}) VALUES (${record}) ON DUPLICATE KEY UPDATE action = 'Forged'`],
  ])('never %s records', async (_, statement) => {
    await expect(audit.query(statement)).rejects.toMatchObject({ code: 'ER_TABLEACCESS_DENIED_ERROR' });
  });

  it('adds and reads them', async () => {
    await audit.beginTransaction();
    try {
      await audit.query(`INSERT INTO records (${columns}) VALUES (${record})`);
      const [rows] = await audit.query<RowDataPacket[]>("SELECT action FROM records WHERE event_id = 'grants'");
      expect(rows).toEqual([{ action: 'Test' }]);
    } finally {
      await audit.rollback();
    }
  });

  it.each(serviceNames.filter((name) => name !== 'audit'))('sees nothing of %s', async (service) => {
    await expect(audit.query(`SELECT 1 FROM \`${schemaOf(service)}\`.outbox`)).rejects.toMatchObject({
      code: 'ER_TABLEACCESS_DENIED_ERROR',
    });
  });
});
