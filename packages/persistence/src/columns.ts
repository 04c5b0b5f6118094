import type { EntitySchemaColumnOptions } from 'typeorm';

/** A column of a table definition; its values are `T` in code. */
export interface Column<T> {
  readonly options: EntitySchemaColumnOptions;
  /** For the type alone; never set. */
  readonly value?: T;
}

/** A column whose values the database gives. */
export interface GeneratedColumn<T> extends Column<T> {
  readonly isGenerated: true;
}

/**
 * The columns that recur, so that MariaDB and MySQL report them alike and the drift check finds nothing. Each says its SQL;
 * a migration repeats it in full, because a released migration never changes, and ends in NULL or NOT NULL.
 */
const column = <T>(options: EntitySchemaColumnOptions): Column<T> => ({ options });

const ASCII = { charset: 'ascii', collation: 'ascii_bin' } as const;
const TEXT = { charset: 'utf8mb4', collation: 'utf8mb4_unicode_ci' } as const;
const EXACT_TEXT = { charset: 'utf8mb4', collation: 'utf8mb4_bin' } as const;

/** A column, or one of those, that identifies a row. */
export const primary = <T>({ options }: Column<T>): Column<T> => column({ ...options, primary: true });

/** A column that may have no value: null in code. */
export const nullable = <T>({ options }: Column<T>): Column<T | null> => column({ ...options, nullable: true });

/** An id: `CHAR(36) CHARACTER SET ascii COLLATE ascii_bin`. */
export const uuid = () => column<string>({ ...ASCII, type: 'char', length: 36 });

/** Account numbers, enumerations, tokens, hashes in text: `VARCHAR(length) CHARACTER SET ascii COLLATE ascii_bin`. */
export const ascii = <T extends string = string>(length: number) => column<T>({ ...ASCII, type: 'varchar', length });

/** Words of people, equal whatever their case and accents: `VARCHAR(length) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`. */
export const text = (length: number) => column<string>({ ...TEXT, type: 'varchar', length });

/** Names that are equal only letter by letter: `VARCHAR(length) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`. */
export const exactText = <T extends string = string>(length: number) =>
  column<T>({ ...EXACT_TEXT, type: 'varchar', length });

/** JSON and other long texts, kept as they are: `LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`. */
export const longText = () => column<string>({ ...EXACT_TEXT, type: 'longtext' });

/** Payloads and sealed values up to 16 MB: `MEDIUMBLOB`. */
export const blob = () => column<Buffer>({ type: 'mediumblob' });

/** A hash or key of fixed size: `BINARY(bytes)`. */
export const binary = (bytes: number) => column<Buffer>({ type: 'binary', length: bytes });

/** A moment with milliseconds in UTC: `DATETIME(3)`, as TIMESTAMP ends in 2038. */
export const timestamp = () => column<Date>({ type: 'datetime', precision: 3 });

/** A small number: `INT UNSIGNED`. */
export const count = () => column<number>({ type: 'int', unsigned: true });

/** A number without practical limit, in text: `BIGINT UNSIGNED`. */
export const bigCount = () => column<string>({ type: 'bigint', unsigned: true });

/** Order of insertion, given by the database, in text: `BIGINT UNSIGNED NOT NULL AUTO_INCREMENT`, the primary key. */
export const position = (): GeneratedColumn<string> => ({
  ...column<string>({ type: 'bigint', unsigned: true, primary: true, generated: 'increment' }),
  isGenerated: true,
});

/** Yes or no: `TINYINT(1)`. The table's own `select` and typeorm read it as a boolean; any other statement reads 0 or 1. */
export const flag = () => column<boolean>({ type: 'boolean' });
