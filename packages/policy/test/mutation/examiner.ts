import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { MutantOrder, MutantReport } from './examining-process.js';

/** Modules are never unloaded, so the process is replaced after so many mutants. */
const mutantsPerProcess = 150;
const memoryMb = 1_500;
const startTimeoutMs = 120_000;

/** Examines mutants one by one in one process, which is replaced when a mutant does not come to an end or takes the process with it. */
export interface Examiner {
  /** What killed the mutant in that folder, or `null` when it survived. */
  readonly examine: (order: MutantOrder, timeoutMs: number) => Promise<string | null>;
  readonly close: () => Promise<void>;
}

/** What the examiner says of a mutant that did not come to an end in time. */
export const noEnd = 'no end in sight';

export function createExaminer(): Examiner {
  let child: ChildProcess | null = null;
  let examined = 0;

  const close = async () => {
    child?.kill('SIGKILL');
    child = null;
    examined = 0;
  };

  const examine = async (order: MutantOrder, timeoutMs: number): Promise<string | null> => {
    if (examined >= mutantsPerProcess) await close();
    if (!child) {
      child = fork(fileURLToPath(new URL('./examining-process.js', import.meta.url)), {
        execArgv: [`--max-old-space-size=${memoryMb}`],
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      });
      const built = await nextMessage(child, startTimeoutMs);
      if (typeof built === 'string' || built.red !== null) {
        throw new Error(`the evaluator is red before any mutation: ${JSON.stringify(built)}`);
      }
    }
    examined += 1;
    const answer = nextMessage(child, timeoutMs);
    child.send(order);
    const report = await answer;
    if (typeof report === 'object') return report.red;
    await close();
    return report;
  };

  return { examine, close };
}

/** The next message of the process, or in words why there is none. */
function nextMessage(child: ChildProcess, timeoutMs: number): Promise<MutantReport | string> {
  return new Promise((resolve) => {
    const settle = (outcome: MutantReport | string) => {
      clearTimeout(timer);
      child.off('message', onMessage).off('exit', onExit);
      resolve(outcome);
    };
    const onMessage = (message: unknown) => settle(message as MutantReport | string);
    const onExit = () => settle('the process ended');
    const timer = setTimeout(() => settle(noEnd), timeoutMs);
    child.on('message', onMessage).on('exit', onExit);
  });
}
