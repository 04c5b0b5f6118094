import { migration } from '@genkan/persistence/migration';

export const challengeMigrations = [
  migration(
    'CreateChallenges',
    1795421300001,
    `CREATE TABLE challenges (
      id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      version INT UNSIGNED NOT NULL,
      subject CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      purpose VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      channel VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      target MEDIUMBLOB NOT NULL,
      target_index BINARY(32) NOT NULL,
      masked_target VARCHAR(320) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL,
      language VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      code_hash BINARY(32) NOT NULL,
      attempts INT UNSIGNED NOT NULL,
      created_at DATETIME(3) NOT NULL,
      code_sent_at DATETIME(3) NOT NULL,
      expires_at DATETIME(3) NOT NULL,
      PRIMARY KEY (id),
      INDEX challenges_subject (subject, purpose, target_index),
      INDEX challenges_created_at (created_at)
    )`,
  ),
  migration(
    'CreateChallengeBudgets',
    1795421300002,
    `CREATE TABLE challenge_budgets (
      budget_key BINARY(32) NOT NULL,
      used INT UNSIGNED NOT NULL,
      window_ends_at DATETIME(3) NOT NULL,
      PRIMARY KEY (budget_key),
      INDEX challenge_budgets_window_ends_at (window_ends_at)
    )`,
  ),
];
