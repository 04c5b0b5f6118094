import { binary, nullable, primary, text, timestamp, uuid } from '@genkan/persistence/columns';
import { defineTable } from '@genkan/persistence/define-table';

/** What a `Device` is stored as. */
export const deviceTable = defineTable(
  'devices',
  {
    id: primary(uuid()),
    principalId: uuid(),
    loginIndex: binary(32),
    browser: nullable(text(64)),
    firstSeenAt: timestamp(),
    lastSeenAt: timestamp(),
    forgottenAt: nullable(timestamp()),
  },
  {
    devices_principal: { columns: ['principalId', 'forgottenAt', 'firstSeenAt'] },
    devices_last_seen_at: { columns: ['lastSeenAt'] },
    devices_forgotten_at: { columns: ['forgottenAt'] },
  },
);
