import {
  asciiColumn,
  countColumn,
  exactTextColumn,
  mediumBlobColumn,
  textColumn,
  timestampColumn,
  uuidColumn,
} from '@genkan/persistence/columns';
import { EntitySchema } from 'typeorm';
import type { Delivery } from './delivery.js';

export interface DeliveryRow
  extends Pick<Delivery, 'id' | 'template' | 'channel' | 'language' | 'state' | 'cause' | 'attempts'> {
  readonly masked_target: string;
  /** Address and values, sealed; erased as soon as nothing more is sent. */
  readonly content: Buffer | null;
  readonly challenge_id: string | null;
  readonly account_no: string | null;
  readonly scope: string;
  readonly correlation_id: string;
  readonly causation_id: string;
  /** When it may be taken (again); a lease moves it ahead. */
  readonly due_at: Date;
  /** Who took it last; only they may say how it went. */
  readonly lease: string | null;
  readonly valid_until: Date | null;
  readonly created_at: Date;
}

export const deliveryTable = new EntitySchema<DeliveryRow>({
  name: 'deliveries',
  columns: {
    id: uuidColumn({ primary: true }),
    template: asciiColumn(32),
    channel: asciiColumn(8),
    language: asciiColumn(8),
    masked_target: textColumn(320),
    content: mediumBlobColumn({ nullable: true }),
    challenge_id: uuidColumn({ nullable: true }),
    account_no: asciiColumn(12, { nullable: true }),
    scope: asciiColumn(64),
    correlation_id: asciiColumn(64),
    causation_id: exactTextColumn(128),
    state: asciiColumn(16),
    cause: asciiColumn(16, { nullable: true }),
    attempts: countColumn(),
    due_at: timestampColumn(),
    lease: uuidColumn({ nullable: true }),
    valid_until: timestampColumn({ nullable: true }),
    created_at: timestampColumn(),
  },
  indices: [
    { name: 'deliveries_due', columns: ['state', 'due_at'] },
    { name: 'deliveries_challenge', columns: ['challenge_id', 'created_at'] },
    { name: 'deliveries_created_at', columns: ['created_at'] },
  ],
});
