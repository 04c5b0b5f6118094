import { Problem } from '@genkan/local/boot/problem';
import { answersAsDatabase } from '@genkan/local/maria-db';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';

/**
 * Sees to it that the URL's user, who may make users, has the password when the URL has none: a new database lets its root in without.
 *
 * @returns the URL with the password
 * @throws Problem when the database lets the user in neither with nor without it
 */
export async function ensurePassword(databaseUrl: string, password: string): Promise<string> {
  const url = new URL(databaseUrl);
  if (url.password !== '') return databaseUrl;
  url.password = password;
  if (await answersAsDatabase(url.href)) return url.href;
  let connection: Connection | undefined;
  try {
    connection = await createConnection({ uri: databaseUrl, connectTimeout: 10_000 });
    await connection.query('ALTER USER ?@? IDENTIFIED BY ?', [...(await accountOf(connection)), password]);
    return url.href;
  } catch (error) {
    throw new Problem(
      `The database at ${url.host} did not let ${url.username} in, neither with the password that was drawn nor without: see below. ` +
        'Where its data is older than the password, `docker compose down -v` begins with empty data.',
      error instanceof Error ? error.message : String(error),
    );
  } finally {
    await connection?.end();
  }
}

/** MariaDB 10.11 does nothing, without a word, when it shall alter `CURRENT_USER()` itself. */
async function accountOf(connection: Connection): Promise<[user: string, host: string]> {
  const [[row]] = await connection.query<RowDataPacket[]>('SELECT CURRENT_USER() AS account');
  const account: string = row?.account;
  const at = account.lastIndexOf('@');
  return [account.slice(0, at), account.slice(at + 1)];
}
