import './boot/node-version.mjs';

const { launch } = await import('./boot/launch.mjs');
const [command = '', ...args] = process.argv.slice(2);
await launch(command, args);
