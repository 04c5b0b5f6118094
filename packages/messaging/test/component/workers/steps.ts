/** What the parent tells a worker, and the worker the parent. */
export interface WorkerSettings {
  readonly databaseUrl: string;
  readonly schema: string;
  readonly brokers: readonly string[];
  readonly topic: string;
  /** The step at which the worker stands still, until it is killed or told to go on. */
  readonly stopAt?: string;
  /** Key and number of the event whose handler ends the process. */
  readonly poison?: string;
  /** Name of the relay's lock, the one that all share unless told. */
  readonly lock?: string;
}

export const settings: WorkerSettings = JSON.parse(process.argv[2] ?? '{}');

let hasStoodStill = false;

/** Tells the parent that the worker is between two steps, and stands still there, once, if it is the one. */
export async function reached(step: string): Promise<void> {
  if (step !== settings.stopAt || hasStoodStill) return;
  hasStoodStill = true;
  const goesOn = new Promise((resolve) => process.once('message', resolve));
  process.send?.(step);
  await goesOn;
}

/** Tells the parent that the worker works, and ends it properly when asked. */
export function running(stop: () => Promise<void>): void {
  process.once('SIGTERM', () => {
    void stop().then(() => process.exit(0));
  });
  process.send?.('running');
}
