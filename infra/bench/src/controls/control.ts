import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process to compare with. It ends with this one, however this one ends. */
export class Control {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Starts a compiled file of this folder and gives what it says first. */
  static async start<Hello>(
    file: string,
    { env = {} }: { readonly env?: Readonly<Record<string, string>> } = {},
  ): Promise<{ readonly control: Control; readonly hello: Hello }> {
    const path = fileURLToPath(new URL(`./${file}.js`, import.meta.url));
    const child = fork(path, { env: { PATH: process.env.PATH, ...env }, execArgv: [], stdio: ['ignore', 2, 2, 'ipc'] });
    const control = new Control(child);
    return { control, hello: await control.#answer<Hello>() };
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Asks for work and gives its result. One question at a time. */
  async ask<Answer>(question: unknown): Promise<Answer> {
    this.#child.send(question as object);
    return await this.#answer<Answer>();
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await exited;
  }

  async #answer<Answer>(): Promise<Answer> {
    const ended = new AbortController();
    const dead = once(this.#child, 'exit', { signal: ended.signal }).then(() => {
      throw new Error(`a control process ended before it answered (exit code ${this.#child.exitCode})`);
    });
    const [answer] = await Promise.race([once(this.#child, 'message', { signal: ended.signal }), dead]).finally(() => {
      dead.catch(() => {});
      ended.abort();
    });
    return answer as Answer;
  }
}
