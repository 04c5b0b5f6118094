import { binaryColumn, textColumn, timestampColumn, uuidColumn } from '@genkan/persistence/columns';
import { EntitySchema } from 'typeorm';

export interface DeviceRow {
  readonly id: string;
  readonly principal_id: string;
  readonly login_index: Buffer;
  readonly browser: string | null;
  readonly first_seen_at: Date;
  readonly last_seen_at: Date;
  readonly forgotten_at: Date | null;
}

export const deviceTable = new EntitySchema<DeviceRow>({
  name: 'devices',
  columns: {
    id: uuidColumn({ primary: true }),
    principal_id: uuidColumn(),
    login_index: binaryColumn(32),
    browser: textColumn(64, { nullable: true }),
    first_seen_at: timestampColumn(),
    last_seen_at: timestampColumn(),
    forgotten_at: timestampColumn({ nullable: true }),
  },
  indices: [
    { name: 'devices_principal', columns: ['principal_id', 'forgotten_at', 'first_seen_at'] },
    { name: 'devices_last_seen_at', columns: ['last_seen_at'] },
    { name: 'devices_forgotten_at', columns: ['forgotten_at'] },
  ],
});
