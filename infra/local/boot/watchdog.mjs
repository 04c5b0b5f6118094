import { endOrphans, killRun } from './processes.mjs';

/*
 * Started by a test command as `watchdog.mjs <run> [folders of pid files]`, with a pipe from it as input. The pipe ends when that command ends,
 * however it ends, and then everything that its tests started ends, too.
 */
const [run = '', ...pidFolders] = process.argv.slice(2);
// Ctrl-C and a closed terminal are for the command.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
process.stdin.resume().once('end', async () => {
  await killRun(run);
  for (const folder of pidFolders) await endOrphans(folder);
});
