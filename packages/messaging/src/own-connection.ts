import { DataSource, type DataSourceOptions } from 'typeorm';

/**
 * One connection beside a pool, with the same settings. Who has only one may change its session, and finds it changed until
 * the connection breaks, which is an error of a statement.
 */
export async function ownConnection({ options }: DataSource): Promise<DataSource> {
  const single: DataSourceOptions = Object.assign({ ...options }, { entities: [], migrations: [], poolSize: 1 });
  return new DataSource(single).initialize();
}
