import type { Background } from './capability.js';

/** Does something each `everyMs` while the service runs, in this process alone: what one instance must do for all is a `Job`. */
export function every(everyMs: number, work: () => unknown): Background {
  let timer: NodeJS.Timeout | undefined;
  return {
    start() {
      timer = setInterval(() => void work(), everyMs);
    },
    stop: () => clearInterval(timer),
  };
}
