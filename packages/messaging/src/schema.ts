import {
  asciiColumn,
  bigCountColumn,
  countColumn,
  exactTextColumn,
  longTextColumn,
  mediumBlobColumn,
  positionColumn,
  timestampColumn,
  uuidColumn,
} from '@genkan/persistence/columns';
import { migration } from '@genkan/persistence/migration';
import { EntitySchema } from 'typeorm';

/** What a service said and has yet to send, in order of `position`; `sequence` is the order of sending. */
const outbox = new EntitySchema({
  name: 'outbox',
  columns: {
    position: positionColumn(),
    event_id: uuidColumn(),
    sequence: bigCountColumn({ nullable: true }),
    partition_key: asciiColumn(64),
    headers: longTextColumn(),
    payload: longTextColumn(),
    created_at: timestampColumn(),
    published_at: timestampColumn({ nullable: true }),
  },
  indices: [
    { name: 'outbox_event_id', columns: ['event_id'], unique: true },
    { name: 'outbox_sequence', columns: ['sequence'], unique: true },
    { name: 'outbox_published_at', columns: ['published_at', 'sequence'] },
  ],
});

/** One row: the last sequence given away, and the lock under which it is given. */
const relayState = new EntitySchema({
  name: 'relay_state',
  columns: { id: countColumn({ primary: true }), last_sequence: bigCountColumn() },
});

/** What each consumer has handled, for longer than a topic keeps messages. */
const inbox = new EntitySchema({
  name: 'inbox',
  columns: {
    consumer: asciiColumn(64, { primary: true }),
    source: exactTextColumn(249, { primary: true }),
    event_id: exactTextColumn(128, { primary: true }),
    received_at: timestampColumn(),
  },
  indices: [{ name: 'inbox_received_at', columns: ['received_at'] }],
});

/** Messages that could not be handled: key and value byte by byte as they came, headers as text. */
const deadLetters = new EntitySchema({
  name: 'dead_letters',
  columns: {
    id: uuidColumn({ primary: true }),
    consumer: asciiColumn(64),
    reason: asciiColumn(16),
    topic: asciiColumn(249),
    partition_no: countColumn(),
    message_offset: bigCountColumn(),
    event_source: exactTextColumn(249),
    event_id: exactTextColumn(128),
    message_key: mediumBlobColumn({ nullable: true }),
    headers: longTextColumn(),
    payload: mediumBlobColumn(),
    error: longTextColumn(),
    recorded_at: timestampColumn(),
  },
  indices: [{ name: 'dead_letters_recorded_at', columns: ['recorded_at'] }],
});

/** The message with which a consumer last began a batch, by partition, and how often: more than one attempt, and a process died of it. */
const consumerAttempts = new EntitySchema({
  name: 'consumer_attempts',
  columns: {
    consumer: asciiColumn(64, { primary: true }),
    topic: asciiColumn(249, { primary: true }),
    partition_no: countColumn({ primary: true }),
    message_offset: bigCountColumn(),
    attempts: countColumn(),
  },
});

/** Calls that were answered, by who may ask for the answer again (acceptance A6). */
const idempotencyKeys = new EntitySchema({
  name: 'idempotency_keys',
  columns: {
    principal: asciiColumn(64, { primary: true }),
    endpoint: asciiColumn(64, { primary: true }),
    idempotency_key: exactTextColumn(255, { primary: true }),
    body_hash: asciiColumn(64),
    status: countColumn({ nullable: true }),
    body: longTextColumn({ nullable: true }),
    created_at: timestampColumn(),
  },
  indices: [{ name: 'idempotency_keys_created_at', columns: ['created_at'] }],
});

/** The tables of this package, for the data source of each service that emits or consumes. */
export const messagingEntities = [outbox, relayState, inbox, deadLetters, consumerAttempts, idempotencyKeys];

const UUID = 'CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL';
const ascii = (length: number) => `VARCHAR(${length}) CHARACTER SET ascii COLLATE ascii_bin NOT NULL`;
const exact = (length: number) => `VARCHAR(${length}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL`;
const LONG_TEXT = 'LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';

/** Their migrations, to be listed before the service's own. */
export const messagingMigrations = [
  migration(
    'CreateOutbox',
    1795420800001,
    `CREATE TABLE outbox (
      position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
      event_id ${UUID},
      sequence BIGINT UNSIGNED NULL,
      partition_key ${ascii(64)},
      headers ${LONG_TEXT} NOT NULL,
      payload ${LONG_TEXT} NOT NULL,
      created_at DATETIME(3) NOT NULL,
      published_at DATETIME(3) NULL,
      PRIMARY KEY (position),
      UNIQUE INDEX outbox_event_id (event_id),
      UNIQUE INDEX outbox_sequence (sequence),
      INDEX outbox_published_at (published_at, sequence)
    )`,
  ),
  migration(
    'CreateRelayState',
    1795420800002,
    'CREATE TABLE relay_state (id INT UNSIGNED NOT NULL, last_sequence BIGINT UNSIGNED NOT NULL, PRIMARY KEY (id))',
  ),
  migration(
    'CreateInbox',
    1795420800003,
    `CREATE TABLE inbox (
      consumer ${ascii(64)},
      source ${exact(249)},
      event_id ${exact(128)},
      received_at DATETIME(3) NOT NULL,
      PRIMARY KEY (consumer, source, event_id),
      INDEX inbox_received_at (received_at)
    )`,
  ),
  migration(
    'CreateDeadLetters',
    1795420800004,
    `CREATE TABLE dead_letters (
      id ${UUID},
      consumer ${ascii(64)},
      reason ${ascii(16)},
      topic ${ascii(249)},
      partition_no INT UNSIGNED NOT NULL,
      message_offset BIGINT UNSIGNED NOT NULL,
      event_source ${exact(249)},
      event_id ${exact(128)},
      message_key MEDIUMBLOB NULL,
      headers ${LONG_TEXT} NOT NULL,
      payload MEDIUMBLOB NOT NULL,
      error ${LONG_TEXT} NOT NULL,
      recorded_at DATETIME(3) NOT NULL,
      PRIMARY KEY (id),
      INDEX dead_letters_recorded_at (recorded_at)
    )`,
  ),
  migration(
    'CreateConsumerAttempts',
    1795420800005,
    `CREATE TABLE consumer_attempts (
      consumer ${ascii(64)},
      topic ${ascii(249)},
      partition_no INT UNSIGNED NOT NULL,
      message_offset BIGINT UNSIGNED NOT NULL,
      attempts INT UNSIGNED NOT NULL,
      PRIMARY KEY (consumer, topic, partition_no)
    )`,
  ),
  migration(
    'CreateIdempotencyKeys',
    1795420800006,
    `CREATE TABLE idempotency_keys (
      principal ${ascii(64)},
      endpoint ${ascii(64)},
      idempotency_key ${exact(255)},
      body_hash ${ascii(64)},
      status INT UNSIGNED NULL,
      body ${LONG_TEXT} NULL,
      created_at DATETIME(3) NOT NULL,
      PRIMARY KEY (principal, endpoint, idempotency_key),
      INDEX idempotency_keys_created_at (created_at)
    )`,
  ),
];
