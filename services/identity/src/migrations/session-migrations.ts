import { migration } from '@genkan/persistence/migration';

export const sessionMigrations = [
  migration(
    'CreateSessions',
    1795421200001,
    `CREATE TABLE sessions (
      id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      token_hash BINARY(32) NOT NULL,
      version INT UNSIGNED NOT NULL,
      principal_type VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      principal_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      account_no VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NULL,
      masked_login_id VARCHAR(320) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL,
      stage VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      device_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
      source_ip VARCHAR(45) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      user_agent VARCHAR(1024) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL,
      started_at DATETIME(3) NOT NULL,
      last_active_at DATETIME(3) NOT NULL,
      idle_ends_at DATETIME(3) NOT NULL,
      absolute_ends_at DATETIME(3) NOT NULL,
      ended_at DATETIME(3) NULL,
      end_reason VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
      PRIMARY KEY (id),
      UNIQUE INDEX sessions_token_hash (token_hash),
      INDEX sessions_principal (principal_id, ended_at, started_at),
      INDEX sessions_idle_end (ended_at, idle_ends_at)
    )`,
  ),
  migration(
    'CreateDevices',
    1795421200002,
    `CREATE TABLE devices (
      id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      principal_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      added_at DATETIME(3) NOT NULL,
      PRIMARY KEY (id),
      INDEX devices_principal (principal_id)
    )`,
  ),
  migration(
    'CreateSignInBuckets',
    1795421200003,
    `CREATE TABLE sign_in_buckets (
      bucket_key BINARY(32) NOT NULL,
      failures INT UNSIGNED NOT NULL,
      ends_at DATETIME(3) NOT NULL,
      locked_until DATETIME(3) NULL,
      bucket VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
      is_known TINYINT(1) NULL,
      member_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
      account_no VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NULL,
      PRIMARY KEY (bucket_key),
      INDEX sign_in_buckets_ends_at (ends_at),
      INDEX sign_in_buckets_locked_until (locked_until)
    )`,
  ),
  migration(
    'CreateOperators',
    1795421200004,
    `CREATE TABLE operators (
      id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      version INT UNSIGNED NOT NULL,
      login_id_index BINARY(32) NOT NULL,
      masked_login_id VARCHAR(320) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL,
      password_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      created_at DATETIME(3) NOT NULL,
      PRIMARY KEY (id),
      UNIQUE INDEX operators_login_id_index (login_id_index)
    )`,
  ),
  // A device was its signed cookie alone (ADR 13), until it was a row again (ADR 14).
  migration('DropDevices', 1795769500000, 'DROP TABLE devices'),
  migration(
    'CreateKnownDevices',
    1795843800000,
    `CREATE TABLE devices (
      id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      principal_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      login_index BINARY(32) NOT NULL,
      browser VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NULL,
      first_seen_at DATETIME(3) NOT NULL,
      last_seen_at DATETIME(3) NOT NULL,
      forgotten_at DATETIME(3) NULL,
      PRIMARY KEY (id),
      INDEX devices_principal (principal_id, forgotten_at, first_seen_at),
      INDEX devices_last_seen_at (last_seen_at),
      INDEX devices_forgotten_at (forgotten_at)
    )`,
  ),
];
