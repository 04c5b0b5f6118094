import './boot/node-version.mjs';

const { launchReset } = await import('./boot/launch.mjs');
await launchReset();
