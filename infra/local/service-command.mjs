import './boot/node-version.mjs';

const { runServiceCommand } = await import('./boot/run-service-command.mjs');
const [service = '', command = '', ...args] = process.argv.slice(2);
await runServiceCommand(service, command, args);
