import type { DataSource, EntityMetadata } from 'typeorm';

const DEFAULT_COLLATION = 'utf8mb4_unicode_ci';

interface ColumnCollation {
  readonly tableName: string;
  readonly columnName: string;
  readonly collation: string;
}

/**
 * How the database differs from the table definitions, a line each; empty when it does not. Lines are statements that would
 * change the database (missing and superfluous columns and indexes, types, lengths, NULL), then texts with another collation
 * (unless a definition says otherwise utf8mb4_unicode_ci, whatever the server's default): typeorm does not look at those.
 */
export async function checkDrift(dataSource: DataSource): Promise<string[]> {
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  const collations: ColumnCollation[] = await dataSource.query(
    `SELECT TABLE_NAME AS tableName, COLUMN_NAME AS columnName, COLLATION_NAME AS collation
       FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND COLLATION_NAME IS NOT NULL`,
  );
  return [
    ...upQueries.map(({ query }) => query),
    ...dataSource.entityMetadatas.flatMap((entity) => otherCollations(entity, collations)),
  ];
}

function otherCollations(entity: EntityMetadata, collations: readonly ColumnCollation[]): string[] {
  return collations.flatMap(({ tableName, columnName, collation }) => {
    const column = tableName === entity.tableName && entity.findColumnWithDatabaseName(columnName);
    const wanted = column && (column.collation ?? DEFAULT_COLLATION);
    return !wanted || wanted === collation ? [] : [`${tableName}.${columnName} has ${collation} instead of ${wanted}`];
  });
}
