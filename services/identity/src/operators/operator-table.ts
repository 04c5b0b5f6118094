import {
  asciiColumn,
  binaryColumn,
  countColumn,
  textColumn,
  timestampColumn,
  uuidColumn,
} from '@genkan/persistence/columns';
import { EntitySchema } from 'typeorm';

export interface OperatorRow {
  readonly id: string;
  readonly version: number;
  readonly login_id_index: Buffer;
  readonly masked_login_id: string;
  readonly password_hash: string;
  readonly created_at: Date;
}

export const operatorTable = new EntitySchema<OperatorRow>({
  name: 'operators',
  columns: {
    id: uuidColumn({ primary: true }),
    version: countColumn(),
    login_id_index: binaryColumn(32),
    masked_login_id: textColumn(320),
    password_hash: asciiColumn(255),
    created_at: timestampColumn(),
  },
  indices: [{ name: 'operators_login_id_index', columns: ['login_id_index'], unique: true }],
});
