import { systemIds } from '@genkan/config/ids';
import { createDataSource } from '@genkan/persistence/data-source';
import { createOutboxWriter } from '../../../src/outbox-writer.js';
import { createTransact } from '../../../src/transact.js';
import { callCtx, thing, thingChanged } from '../../example.js';
import { reached, settings } from './steps.js';

/** Makes one change with one event, number 2 of key `a`, and can be stopped before and after the commit. */
const dataSource = await createDataSource({ url: settings.databaseUrl, entities: [], migrations: [] });
const outbox = createOutboxWriter({ service: 'identity', ids: systemIds });
const transact = createTransact({
  dataSource,
  outbox: {
    row: outbox.row,
    async insert(manager, rows) {
      await reached('before the outbox row');
      await outbox.insert(manager, rows);
      await reached('before the commit');
    },
  },
});
await transact(callCtx(), async (tx) => {
  await tx.manager.query("INSERT INTO changes (partition_key, number) VALUES ('a', 2)");
  tx.emit(thingChanged, thing(2, 'a'));
});
await reached('after the commit');
await dataSource.destroy();
process.disconnect();
