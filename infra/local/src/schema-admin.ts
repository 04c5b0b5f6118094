import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { type Connection, createConnection } from 'mysql2/promise';
import { Problem } from '../boot/problem.mjs';

/** One service's schema and its two users: the owner migrates, the runtime user only reads and writes rows. */
export interface Schema {
  readonly name: string;
  readonly ownerUrl: string;
  readonly runtimeUrl: string;
}

/** Makes schemas and users on a database server whose URL's user may do so. */
export class SchemaAdmin {
  readonly #url: string;
  readonly #prefix: string;
  readonly #passwordOf: (user: string) => string;

  /**
   * `prefix` begins the name of each schema, so that platforms can share a server; MySQL's user names leave it 11 letters.
   * `passwordOf` gives a user's password (letters and digits); unless told it is new each time and stored nowhere.
   */
  constructor(databaseUrl: string, prefix: string, passwordOf: (user: string) => string = newPassword) {
    if (!/^[a-z][a-z0-9]{0,10}$/.test(prefix)) {
      throw new Problem(`The schema prefix "${prefix}" must be 1 to 11 small letters and digits.`);
    }
    this.#url = databaseUrl;
    this.#prefix = prefix;
    this.#passwordOf = passwordOf;
  }

  /** Makes what is missing and sets both users' passwords. Services that run as one of them go on. */
  async create(service: string): Promise<Schema> {
    const name = this.#schemaName(service);
    const [owner, runtime] = this.#users(service);
    const [ownerPassword, runtimePassword] = [this.#passwordOf(owner), this.#passwordOf(runtime)];
    await this.#run([
      `CREATE SCHEMA IF NOT EXISTS \`${name}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`,
      ...userWith(owner, ownerPassword),
      `GRANT ALL PRIVILEGES ON ${onAllTables(name)} TO '${owner}'@'%'`,
      ...userWith(runtime, runtimePassword),
    ]);
    const ownerUrl = this.#urlFor(owner, ownerPassword, name);
    await this.#requireEntry(ownerUrl);
    return { name, ownerUrl, runtimeUrl: this.#urlFor(runtime, runtimePassword, name) };
  }

  /**
   * Gives the runtime user its rights and takes all others, once the tables exist: the statements of `grantsFile` when there is one
   * (`{schema}` and `{user}` stand for the names), else to read and write every row.
   */
  async grant(service: string, grantsFile: string): Promise<void> {
    const schema = this.#schemaName(service);
    const user = `'${this.#users(service)[1]}'@'%'`;
    const statements = existsSync(grantsFile)
      ? statementsOf(readFileSync(grantsFile, 'utf8'))
      : ['GRANT SELECT, INSERT, UPDATE, DELETE ON {schema}.* TO {user}'];
    const grants = statements.map((statement) =>
      statement
        .replaceAll('{schema}.*', onAllTables(schema))
        .replaceAll('{schema}', `\`${schema}\``)
        .replaceAll('{user}', user),
    );
    await this.#run([`REVOKE ALL PRIVILEGES, GRANT OPTION FROM ${user}`, ...grants]);
  }

  async drop(service: string): Promise<void> {
    const users = this.#users(service).map((user) => `DROP USER IF EXISTS '${user}'@'%'`);
    await this.#run([`DROP SCHEMA IF EXISTS \`${this.#schemaName(service)}\``, ...users]);
  }

  #schemaName(service: string): string {
    return `${this.#prefix}_${service}`;
  }

  #users(service: string): [owner: string, runtime: string] {
    return [`${this.#schemaName(service)}_owner`, this.#schemaName(service)];
  }

  #urlFor(user: string, password: string, schema: string): string {
    const url = new URL(this.#url);
    url.username = user;
    url.password = password;
    url.pathname = schema;
    // A socket is the way of those who make schemas; services come by TCP.
    url.searchParams.delete('socketPath');
    return url.href;
  }

  /** An account without a name at a certain host, as old installations have, goes before a named one at any host. */
  async #requireEntry(ownerUrl: string): Promise<void> {
    try {
      await (await createConnection({ uri: ownerUrl, connectTimeout: 10_000 })).end();
    } catch (error) {
      const { host, username } = new URL(ownerUrl);
      throw new Problem(
        `The database at ${host} does not let its new user ${username} in. If it has an account without a name, that one takes the user's place: ` +
          "find it by `SELECT Host FROM mysql.user WHERE User = ''`, remove it by `DROP USER ''@'<host>'` and run the same command again.",
        error instanceof Error ? error.message : String(error),
      );
    }
  }

  async #run(statements: readonly string[]): Promise<void> {
    let connection: Connection | undefined;
    try {
      connection = await createConnection({ uri: this.#url, connectTimeout: 10_000 });
      for (const sql of statements) await connection.query({ sql, timeout: 60_000 });
    } catch (error) {
      const { host, username } = new URL(this.#url);
      throw new Problem(
        connection === undefined
          ? `The database at ${host} did not let ${username} in: see below.`
          : `The database at ${host} refused to make a schema or user: let ${username}, the user of DATABASE_URL, do both.`,
        error instanceof Error ? error.message : String(error),
      );
    } finally {
      await connection?.end();
    }
  }
}

/** In a schema-wide grant an underscore would stand for any letter, so for other people's schemas too. */
function onAllTables(schema: string): string {
  return `\`${schema.replaceAll('_', '\\_')}\`.*`;
}

function userWith(user: string, password: string): string[] {
  const account = `'${user}'@'%' IDENTIFIED BY '${password}'`;
  return [`CREATE USER IF NOT EXISTS ${account}`, `ALTER USER ${account}`];
}

function newPassword(): string {
  return randomBytes(18).toString('hex');
}

function statementsOf(sql: string): string[] {
  return sql
    .replace(/--.*$/gm, '')
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}
