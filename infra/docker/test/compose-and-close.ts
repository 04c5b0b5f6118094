import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { systemClock } from '@genkan/config/clock';
import { loadConfig } from '@genkan/config/load-config';
import { catalog } from '@genkan/contracts/catalog';
import { repositoryRoot } from '@genkan/local/repository-root';
import { environmentOf } from './repository.js';

/** A program: composes the service in a folder, as its `main.ts` would, and closes it. Then nothing should keep the process. */
const folder = process.argv[2] ?? '';
const { compose } = await import(pathToFileURL(join(repositoryRoot, folder, 'dist/src/compose.js')).href);
const running = await compose(loadConfig(await environmentOf(folder), process.env), systemClock(), { catalog });
await running.close();
