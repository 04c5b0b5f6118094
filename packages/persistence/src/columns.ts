import type { EntitySchemaColumnOptions } from 'typeorm';

/**
 * The columns that recur, so that MariaDB and MySQL report them alike and the drift check finds nothing. Each says its SQL;
 * a migration repeats it in full, because a released migration never changes, and ends in NULL or NOT NULL.
 */
type Extra = Omit<EntitySchemaColumnOptions, 'type' | 'length' | 'precision' | 'charset' | 'collation' | 'unsigned'>;

const ASCII = { charset: 'ascii', collation: 'ascii_bin' } as const;
const TEXT = { charset: 'utf8mb4', collation: 'utf8mb4_unicode_ci' } as const;
const EXACT_TEXT = { charset: 'utf8mb4', collation: 'utf8mb4_bin' } as const;

/** An id: `CHAR(36) CHARACTER SET ascii COLLATE ascii_bin`. */
export const uuidColumn = (extra: Extra = {}): EntitySchemaColumnOptions => ({
  ...extra,
  ...ASCII,
  type: 'char',
  length: 36,
});

/** Account numbers, enumerations, tokens, hashes in text: `VARCHAR(length) CHARACTER SET ascii COLLATE ascii_bin`. */
export const asciiColumn = (length: number, extra: Extra = {}): EntitySchemaColumnOptions => ({
  ...extra,
  ...ASCII,
  type: 'varchar',
  length,
});

/** Words of people, equal whatever their case and accents: `VARCHAR(length) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`. */
export const textColumn = (length: number, extra: Extra = {}): EntitySchemaColumnOptions => ({
  ...extra,
  ...TEXT,
  type: 'varchar',
  length,
});

/** Names that are equal only letter by letter: `VARCHAR(length) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`. */
export const exactTextColumn = (length: number, extra: Extra = {}): EntitySchemaColumnOptions => ({
  ...extra,
  ...EXACT_TEXT,
  type: 'varchar',
  length,
});

/** JSON and other long texts, kept as they are: `LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`. */
export const longTextColumn = (extra: Extra = {}): EntitySchemaColumnOptions => ({
  ...extra,
  ...EXACT_TEXT,
  type: 'longtext',
});

/** Payloads and sealed values up to 16 MB, a Buffer: `MEDIUMBLOB`. */
export const mediumBlobColumn = (extra: Extra = {}): EntitySchemaColumnOptions => ({ ...extra, type: 'mediumblob' });

/** A hash or key of fixed size, a Buffer: `BINARY(bytes)`. */
export const binaryColumn = (bytes: number, extra: Extra = {}): EntitySchemaColumnOptions => ({
  ...extra,
  type: 'binary',
  length: bytes,
});

/** A moment, a Date with milliseconds in UTC: `DATETIME(3)`, as TIMESTAMP ends in 2038. */
export const timestampColumn = (extra: Extra = {}): EntitySchemaColumnOptions => ({
  ...extra,
  type: 'datetime',
  precision: 3,
});

/** A small number, a number: `INT UNSIGNED`. */
export const countColumn = (extra: Extra = {}): EntitySchemaColumnOptions => ({
  ...extra,
  type: 'int',
  unsigned: true,
});

/** A number without practical limit, a string: `BIGINT UNSIGNED`. */
export const bigCountColumn = (extra: Extra = {}): EntitySchemaColumnOptions => ({
  ...extra,
  type: 'bigint',
  unsigned: true,
});

/** Order of insertion, a string: `BIGINT UNSIGNED NOT NULL AUTO_INCREMENT`, the primary key. */
export const positionColumn = (): EntitySchemaColumnOptions => ({
  type: 'bigint',
  unsigned: true,
  primary: true,
  generated: 'increment',
});

/** A boolean: `TINYINT(1)`. */
export const flagColumn = (extra: Extra = {}): EntitySchemaColumnOptions => ({ ...extra, type: 'boolean' });
