import './boot/node-version.mjs';

const { launch } = await import('./boot/launch.mjs');
await launch('bench');
