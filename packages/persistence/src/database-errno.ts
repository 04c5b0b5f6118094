/** The server's error number of a failed statement, by typeorm or by the driver alone; undefined for anything else. */
export function databaseErrno(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errno' in error)) return undefined;
  // Negative ones are the system's, such as a refused connection.
  return typeof error.errno === 'number' && error.errno > 0 ? error.errno : undefined;
}
