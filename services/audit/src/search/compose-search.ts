import { createCursors } from '@genkan/call/signed-cursor';
import type { Capability } from '@genkan/service-kit/capability';
import type { Frame } from '@genkan/service-kit/frame';
import { mysqlRecordRepository } from './record-repository.js';
import { searchRoutes } from './routes.js';
import { position } from './search.js';

/** The capability `search`: what is in an account's log. */
export function composeSearch({ dataSource }: Pick<Frame, 'dataSource'>, cursorKey: Uint8Array): Capability {
  const cursors = createCursors({ key: cursorKey, position, code: 'audit.cursor_invalid' });
  return { routes: searchRoutes(mysqlRecordRepository(dataSource), cursors) };
}
