import { checkDrift } from '@genkan/persistence/check-drift';
import { createTestDatabase, type TestDatabase } from '@genkan/testing/test-database';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { entities, migrations } from '../../src/schema.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ entities, migrations });
});
afterAll(() => database.drop());

it('has migrations that make exactly the tables of the code', async () => {
  expect(await checkDrift(database.dataSource)).toEqual([]);
});
