import { migration } from '@genkan/persistence/migration';

export const contactMigrations = [
  migration(
    'CreateContacts',
    1795421500001,
    `CREATE TABLE contacts (
      account_no VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      channel VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      version INT UNSIGNED NOT NULL,
      target MEDIUMBLOB NOT NULL,
      language VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      challenge_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      PRIMARY KEY (account_no, channel)
    )`,
  ),
];
