import type { MigrationClass } from './data-source.js';

/**
 * One migration: one statement, because MariaDB and MySQL commit every DDL at once, so that after a crash either all of a
 * migration was done or nothing. `name` in words (`CreateDrafts`), `madeAtMs` the time of writing (13 digits, unique): they
 * order the migrations and name them for good. Migrations go forward only; what is released never changes.
 */
export function migration(name: string, madeAtMs: number, statement: string): MigrationClass {
  return class {
    readonly name = `${name}${madeAtMs}`;

    async up(queryRunner: { query(sql: string): Promise<unknown> }): Promise<void> {
      await queryRunner.query(statement);
    }

    async down(): Promise<void> {
      throw new Error('Migrations go forward only: write a new one.');
    }
  };
}
