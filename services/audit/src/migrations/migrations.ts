import { messagingMigrations } from '@genkan/messaging/schema';
import { migration } from '@genkan/persistence/migration';
import { createScheduledRuns } from '@genkan/persistence/scheduled-runs-table';

const ascii = (length: number) => `VARCHAR(${length}) CHARACTER SET ascii COLLATE ascii_bin`;
const longText = 'LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin';
const table = 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci';

const createRecords = migration(
  'CreateRecords',
  1795420800001,
  `CREATE TABLE records (
    position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    source ${ascii(128)} NOT NULL,
    event_id ${ascii(320)} NOT NULL,
    sequence BIGINT UNSIGNED NULL,
    scope ${ascii(64)} NOT NULL,
    scope_seq BIGINT UNSIGNED NOT NULL,
    visibility ${ascii(16)} NOT NULL,
    type ${ascii(128)} NOT NULL,
    event_time DATETIME(3) NOT NULL,
    correlation_id ${ascii(64)} NOT NULL,
    causation_id ${ascii(128)} NULL,
    request_id ${ascii(64)} NOT NULL,
    actor_type ${ascii(16)} NOT NULL,
    actor_id ${ascii(64)} NULL,
    action VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    result ${ascii(16)} NOT NULL,
    call_source ${ascii(16)} NOT NULL,
    nrn ${ascii(128)} NOT NULL,
    source_ip ${ascii(45)} NULL,
    personal ${longText} NULL,
    headers ${longText} NOT NULL,
    value MEDIUMBLOB NOT NULL,
    is_raw TINYINT(1) NOT NULL,
    PRIMARY KEY (position),
    UNIQUE INDEX records_event (source, event_id),
    UNIQUE INDEX records_scope_seq (scope, scope_seq),
    INDEX records_scope_time (scope, event_time, event_id),
    INDEX records_correlation (correlation_id),
    INDEX records_source_sequence (source, sequence)
  ) ${table}`,
);

const createScopes = migration(
  'CreateScopes',
  1795420800002,
  `CREATE TABLE scopes (
    scope ${ascii(64)} NOT NULL,
    last_seq BIGINT UNSIGNED NOT NULL,
    adopted_by ${ascii(64)} NULL,
    PRIMARY KEY (scope),
    INDEX scopes_adopted_by (adopted_by)
  ) ${table}`,
);

const createSourceMarks = migration(
  'CreateSourceMarks',
  1795420800003,
  `CREATE TABLE source_marks (
    source ${ascii(128)} NOT NULL,
    checked_to BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (source)
  ) ${table}`,
);

const createGaps = migration(
  'CreateGaps',
  1795420800004,
  `CREATE TABLE gaps (
    source ${ascii(128)} NOT NULL,
    from_sequence BIGINT UNSIGNED NOT NULL,
    to_sequence BIGINT UNSIGNED NOT NULL,
    first_seen_at DATETIME(3) NOT NULL,
    reported_at DATETIME(3) NULL,
    PRIMARY KEY (source, from_sequence)
  ) ${table}`,
);

const widenSource = migration(
  'WidenSourceOfRecords',
  1795564800001,
  `ALTER TABLE records MODIFY COLUMN source ${ascii(249)} NOT NULL`,
);

/** Every migration of audit, in order. */
export const migrations = [
  ...messagingMigrations,
  createScheduledRuns,
  createRecords,
  createScopes,
  createSourceMarks,
  createGaps,
  widenSource,
];
