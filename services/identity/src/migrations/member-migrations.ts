import { migration } from '@genkan/persistence/migration';

export const memberMigrations = [
  migration(
    'CreateMembers',
    1795421100001,
    `CREATE TABLE members (
      id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      version INT UNSIGNED NOT NULL,
      account_no VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      status VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      country VARCHAR(2) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      type VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      language VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      login_id_index BINARY(32) NOT NULL,
      masked_login_id VARCHAR(320) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL,
      phone_index BINARY(32) NOT NULL,
      personal MEDIUMBLOB NOT NULL,
      password_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      service_field VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      how_heard VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      marketing_email TINYINT(1) NOT NULL,
      marketing_sms TINYINT(1) NOT NULL,
      draft_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      email_challenge_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      phone_challenge_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      registered_at DATETIME(3) NOT NULL,
      PRIMARY KEY (id),
      UNIQUE INDEX members_login_id_index (login_id_index),
      UNIQUE INDEX members_account_no (account_no)
    )`,
  ),
  migration(
    'CreateAccounts',
    1795421100002,
    `CREATE TABLE accounts (
      account_no VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      version INT UNSIGNED NOT NULL,
      status VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      member_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      created_at DATETIME(3) NOT NULL,
      PRIMARY KEY (account_no),
      UNIQUE INDEX accounts_member_id (member_id)
    )`,
  ),
  migration(
    'CreateMemberPhones',
    1795421100003,
    `CREATE TABLE member_phones (
      phone_index BINARY(32) NOT NULL,
      accounts INT UNSIGNED NOT NULL,
      PRIMARY KEY (phone_index)
    )`,
  ),
  migration(
    'CreateConsents',
    1795421100004,
    `CREATE TABLE consents (
      position BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
      member_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      given TINYINT(1) NOT NULL,
      terms_version VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
      text_hash VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
      language VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      given_at DATETIME(3) NOT NULL,
      PRIMARY KEY (position),
      INDEX consents_member_id (member_id)
    )`,
  ),
];
