/**
 * Ctrl-C, SIGTERM and a closed terminal all abort the same signal; a function that started something ends it when it fires. Pressing
 * again changes nothing: every end has a time-out.
 *
 * @returns {AbortSignal}
 */
export function onInterrupt() {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => controller.abort());
  // A reader that went away (`npm start | head`) must not kill us before we have ended what we started.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
  return controller.signal;
}
