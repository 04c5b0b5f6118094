import { type EntityManager, EntitySchema, type EntitySchemaOptions } from 'typeorm';
import type { Column, GeneratedColumn } from './columns.js';

type Columns = Readonly<Record<string, Column<unknown>>>;
type NameOf<C extends Columns> = keyof C & string;
type ValueOf<C> = C extends Column<infer T> ? T : never;

type Row<C extends Columns> = { readonly [Name in NameOf<C>]: ValueOf<C[Name]> };
type Given<C extends Columns> = {
  [Name in NameOf<C>]: C[Name] extends GeneratedColumn<unknown> ? never : Name;
}[NameOf<C>];
type Optional<C extends Columns> = { [Name in NameOf<C>]: null extends ValueOf<C[Name]> ? Name : never }[NameOf<C>];
type NewRow<C extends Columns> = Pick<Row<C>, Exclude<Given<C>, Optional<C>>> & Partial<Pick<Row<C>, Optional<C>>>;

/** A row as code sees it: what stands in the column `token_hash` is its `tokenHash`. */
export type RowOf<T> = T extends Table<infer C> ? Row<C> : never;

/** A row to insert: it may leave out nullable columns, and must leave out those that the database fills. */
export type NewRowOf<T> = T extends Table<infer C> ? NewRow<C> : never;

/** An index; its key in the definition is its name. */
export interface Index<Name extends string> {
  readonly columns: readonly Name[];
  readonly unique?: boolean;
}

/** A pool's connections, or a transaction's. */
export type Connection = Pick<EntityManager, 'query'>;

/** Reads rows by `SELECT … FROM <table>`, followed by `rest`: SQL, in which columns have the names of the database. */
export type Select<R> = (connection: Connection, rest: string, values: readonly unknown[]) => Promise<R[]>;

/**
 * A table, said once: typeorm's schema (it is one), the type of its rows, and what statements of our own need. Migrations
 * say it again, because they never change.
 */
export class Table<C extends Columns> extends EntitySchema<Row<C>> {
  /** Reads whole rows. */
  readonly select: Select<Row<C>>;
  private readonly given: readonly NameOf<C>[];
  private readonly insertInto: string;

  /** @param tableName as in the database */
  constructor(
    private readonly tableName: string,
    private readonly columns: C,
    indices: Readonly<Record<string, Index<NameOf<C>>>> = {},
  ) {
    const names = Object.keys(columns) as NameOf<C>[];
    const schema = names.map((name) => [name, { ...columns[name]?.options, name: columnOf(name) }]);
    super({
      name: tableName,
      columns: Object.fromEntries(schema) as EntitySchemaOptions<Row<C>>['columns'],
      indices: Object.entries(indices).map(([name, index]) => ({ ...index, name, columns: [...index.columns] })),
    });
    this.select = this.selecting('*', names);
    this.given = names.filter((name) => !('isGenerated' in (columns[name] ?? {})));
    this.insertInto = `INSERT INTO ${tableName} (${this.given.map(columnOf).join(', ')}) VALUES ?`;
  }

  /** Reads some columns: to be made once, because it builds the text of the statement. */
  pick<Name extends NameOf<C>>(...names: readonly Name[]): Select<Pick<Row<C>, Name>> {
    return this.selecting(names.map(columnOf).join(', '), names);
  }

  /** Rows get their names here, because aliases cost the server a tenth of what finding a row by its key takes. */
  private selecting<Name extends NameOf<C>>(list: string, names: readonly Name[]): Select<Pick<Row<C>, Name>> {
    const selectFrom = `SELECT ${list} FROM ${this.tableName} `;
    const fields = names.map((name) => [name, columnOf(name), this.columns[name]?.options.type === 'boolean'] as const);
    return async (connection, rest, values) => {
      const stored: Record<string, unknown>[] = await connection.query(selectFrom + rest, [...values]);
      return stored.map((columns) => {
        const row: Partial<Record<Name, unknown>> = {};
        for (const [name, column, isFlag] of fields) row[name] = isFlag ? asFlag(columns[column]) : columns[column];
        return row as Pick<Row<C>, Name>;
      });
    };
  }

  /** Inserts rows by one statement, at half of what typeorm's own insert costs. No row, no statement. */
  async insert(connection: Connection, ...rows: readonly NewRow<C>[]): Promise<void> {
    if (rows.length === 0) return;
    const values = rows.map((row: Readonly<Record<string, unknown>>) => this.given.map((name) => row[name] ?? null));
    await connection.query(this.insertInto, [values]);
  }
}

/** Defines a table. Keys are names in code (`tokenHash`); the database has `token_hash`. */
export const defineTable = <C extends Columns>(...definition: ConstructorParameters<typeof Table<C>>): Table<C> =>
  new Table<C>(...definition);

const columnOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const asFlag = (stored: unknown): boolean | null => (stored === null ? null : stored === 1);
