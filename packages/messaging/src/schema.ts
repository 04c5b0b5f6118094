import {
  ascii,
  bigCount,
  blob,
  count,
  exactText,
  longText,
  nullable,
  position,
  primary,
  timestamp,
  uuid,
} from '@genkan/persistence/columns';
import { defineTable } from '@genkan/persistence/define-table';
import { migration } from '@genkan/persistence/migration';

/** The events of a service, in the order of their `position`; `sequence` is the order of sending. */
export const outbox = defineTable(
  'outbox',
  {
    position: position(),
    eventId: uuid(),
    sequence: nullable(bigCount()),
    partitionKey: ascii(64),
    /** JSON text of all headers but the sequence, which the relay adds. */
    headers: longText(),
    /** JSON text of facts and activity. */
    payload: longText(),
    createdAt: timestamp(),
    publishedAt: nullable(timestamp()),
  },
  {
    outbox_event_id: { columns: ['eventId'], unique: true },
    outbox_sequence: { columns: ['sequence'], unique: true },
    outbox_published_at: { columns: ['publishedAt', 'sequence'] },
  },
);

/** One row: the last sequence given away, and the lock under which it is given. */
const relayState = defineTable('relay_state', { id: primary(count()), lastSequence: bigCount() });

/** What each consumer has handled, for longer than a topic keeps messages. */
const inbox = defineTable(
  'inbox',
  {
    consumer: primary(ascii(64)),
    source: primary(exactText(249)),
    eventId: primary(exactText(128)),
    receivedAt: timestamp(),
  },
  { inbox_received_at: { columns: ['receivedAt'] } },
);

/** Messages that could not be handled: key and value byte by byte as they came, headers as text. */
const deadLetters = defineTable(
  'dead_letters',
  {
    id: primary(uuid()),
    consumer: ascii(64),
    reason: ascii(16),
    topic: ascii(249),
    partitionNo: count(),
    messageOffset: bigCount(),
    eventSource: exactText(249),
    eventId: exactText(128),
    messageKey: nullable(blob()),
    headers: longText(),
    payload: blob(),
    error: longText(),
    recordedAt: timestamp(),
  },
  { dead_letters_recorded_at: { columns: ['recordedAt'] } },
);

/** By partition: the first message of a consumer's latest batch, and its attempts. After more than one attempt a process died of it. */
const consumerAttempts = defineTable('consumer_attempts', {
  consumer: primary(ascii(64)),
  topic: primary(ascii(249)),
  partitionNo: primary(count()),
  messageOffset: bigCount(),
  attempts: count(),
});

/** Calls that were answered, by who may ask for the answer again (acceptance A6). */
export const idempotencyKeys = defineTable(
  'idempotency_keys',
  {
    principal: primary(ascii(64)),
    endpoint: primary(ascii(64)),
    idempotencyKey: primary(exactText(255)),
    bodyHash: ascii(64),
    status: nullable(count()),
    body: nullable(longText()),
    etag: nullable(ascii(64)),
    createdAt: timestamp(),
  },
  { idempotency_keys_created_at: { columns: ['createdAt'] } },
);

/** The tables of this package, for the data source of each service that emits or consumes. */
export const messagingEntities = [outbox, relayState, inbox, deadLetters, consumerAttempts, idempotencyKeys];

const UUID = 'CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL';
const asciiSql = (length: number) => `VARCHAR(${length}) CHARACTER SET ascii COLLATE ascii_bin NOT NULL`;
const exactSql = (length: number) => `VARCHAR(${length}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL`;
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
      partition_key ${asciiSql(64)},
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
      consumer ${asciiSql(64)},
      source ${exactSql(249)},
      event_id ${exactSql(128)},
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
      consumer ${asciiSql(64)},
      reason ${asciiSql(16)},
      topic ${asciiSql(249)},
      partition_no INT UNSIGNED NOT NULL,
      message_offset BIGINT UNSIGNED NOT NULL,
      event_source ${exactSql(249)},
      event_id ${exactSql(128)},
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
      consumer ${asciiSql(64)},
      topic ${asciiSql(249)},
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
      principal ${asciiSql(64)},
      endpoint ${asciiSql(64)},
      idempotency_key ${exactSql(255)},
      body_hash ${asciiSql(64)},
      status INT UNSIGNED NULL,
      body ${LONG_TEXT} NULL,
      created_at DATETIME(3) NOT NULL,
      PRIMARY KEY (principal, endpoint, idempotency_key),
      INDEX idempotency_keys_created_at (created_at)
    )`,
  ),
  migration(
    'AddEtagToIdempotencyKeys',
    1795852800007,
    'ALTER TABLE idempotency_keys ADD COLUMN etag VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL AFTER body',
  ),
];
