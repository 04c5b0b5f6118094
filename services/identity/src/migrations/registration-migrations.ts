import { migration } from '@genkan/persistence/migration';

export const registrationMigrations = [
  migration(
    'CreateRegistrationDrafts',
    1795421000001,
    `CREATE TABLE registration_drafts (
      id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      version INT UNSIGNED NOT NULL,
      status VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      country VARCHAR(2) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      type VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      language VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      secret_hash BINARY(32) NOT NULL,
      email_index BINARY(32) NULL,
      content MEDIUMBLOB NOT NULL,
      created_at DATETIME(3) NOT NULL,
      expires_at DATETIME(3) NOT NULL,
      PRIMARY KEY (id),
      UNIQUE INDEX registration_drafts_secret_hash (secret_hash),
      INDEX registration_drafts_email_index (email_index),
      INDEX registration_drafts_expires_at (expires_at)
    )`,
  ),
  migration(
    'CreateRegistrationProofs',
    1795421000002,
    `CREATE TABLE registration_proofs (
      jti CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      draft_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      PRIMARY KEY (jti),
      INDEX registration_proofs_draft_id (draft_id)
    )`,
  ),
  migration(
    'CreateRegistrationBudgets',
    1795421000003,
    `CREATE TABLE registration_budgets (
      network_index BINARY(32) NOT NULL,
      used INT UNSIGNED NOT NULL,
      window_ends_at DATETIME(3) NOT NULL,
      PRIMARY KEY (network_index),
      INDEX registration_budgets_window_ends_at (window_ends_at)
    )`,
  ),
];
