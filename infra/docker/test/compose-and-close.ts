import { systemClock } from '@genkan/config/clock';
import { loadConfig } from '@genkan/config/load-config';
import { compiled, environmentOf } from './repository.js';

/** A program: composes the service in a folder, as its `main.ts` would, and closes it. Then nothing should keep the process. */
const folder = process.argv[2] ?? '';
const { compose } = await compiled(folder, 'compose');
const running = await compose(loadConfig(await environmentOf(folder), process.env), systemClock());
await running.close();
