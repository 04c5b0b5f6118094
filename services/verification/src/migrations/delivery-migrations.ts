import { migration } from '@genkan/persistence/migration';

export const deliveryMigrations = [
  migration(
    'CreateDeliveries',
    1795421400001,
    `CREATE TABLE deliveries (
      id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      template VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      channel VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      language VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      masked_target VARCHAR(320) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL,
      content MEDIUMBLOB NULL,
      challenge_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
      account_no VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NULL,
      scope VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      correlation_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      causation_id VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
      state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      cause VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
      attempts INT UNSIGNED NOT NULL,
      due_at DATETIME(3) NOT NULL,
      lease CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
      valid_until DATETIME(3) NULL,
      created_at DATETIME(3) NOT NULL,
      PRIMARY KEY (id),
      INDEX deliveries_due (state, due_at),
      INDEX deliveries_challenge (challenge_id, created_at),
      INDEX deliveries_created_at (created_at)
    )`,
  ),
];
