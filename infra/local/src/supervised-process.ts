import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../boot/problem.mjs';
import { signalGroup, writePidFile } from '../boot/processes.mjs';
import { waitUntil } from './wait.js';

export interface ProcessSpec {
  /** For messages and for the pid file. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Where the pid file lies by which a later run finds the process if this one is killed. */
  readonly pidFolder: string;
  /** Gets stdout and stderr; written anew by the first start, continued by restarts. */
  readonly logFile: string;
  readonly isReady: () => Promise<boolean>;
  readonly readyTimeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Called when the process ends after it was ready and nobody asked for it. */
  readonly onDeath?: OnDeath | undefined;
}

/** What to do about a process that ended and nobody had asked it to: the problem says how, with the end of its log. */
export type OnDeath = (problem: Problem, process: SupervisedProcess) => void;

const stopTimeoutMs = 10_000;
const pausing: readonly NodeJS.Signals[] = ['SIGSTOP', 'SIGCONT'];

/**
 * A long-running child in a process group of its own (a Ctrl-C at the terminal reaches only us, so we end things in order), with
 * its output in a file (so that it survives our death undisturbed and the next run ends it properly).
 */
export class SupervisedProcess {
  readonly name: string;
  readonly #spec: ProcessSpec;
  #child: ChildProcess | undefined;
  #exited: Promise<void> = Promise.resolve();
  #isEndWanted = false;
  #lastRestart: Promise<void> = Promise.resolve();

  private constructor(spec: ProcessSpec) {
    this.name = spec.name;
    this.#spec = spec;
  }

  /** Resolves once the process is ready; rejects with the last log lines, and nothing left running, when it does not get there. */
  static async start(spec: ProcessSpec): Promise<SupervisedProcess> {
    const process = new SupervisedProcess(spec);
    await process.#launch('w');
    return process;
  }

  /** Of the present run, or of the last one when the process has ended. */
  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Resolves when the present run has ended, and at once when none is. */
  get exited(): Promise<void> {
    return this.#exited;
  }

  /** How the last run ended: the signal or the exit code. */
  get ending(): string {
    return this.#child?.signalCode ?? `exit code ${this.#child?.exitCode ?? 'unknown'}`;
  }

  get logFile(): string {
    return this.#spec.logFile;
  }

  /** The last lines of the log, for messages. */
  get lastLog(): string {
    return readFileSync(this.logFile, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
  }

  /** Lets the process go on when ours ends: a later run finds it by its pid file. */
  release(): void {
    this.#child?.unref();
  }

  /** Sends a signal. After SIGKILL it also waits for the end; SIGSTOP and SIGCONT pause and resume. */
  async kill(signal: NodeJS.Signals): Promise<void> {
    if (!this.isRunning) return;
    if (!pausing.includes(signal)) this.#isEndWanted = true;
    signalGroup(this.pid, signal);
    if (signal === 'SIGKILL') await this.#exited;
  }

  /** SIGTERM, and SIGKILL when 10 s were not enough. Also ends a paused process. */
  async stop(): Promise<void> {
    await this.kill('SIGTERM');
    await this.kill('SIGCONT');
    const timer = new AbortController();
    await Promise.race([this.#exited, sleep(stopTimeoutMs, undefined, { signal: timer.signal }).catch(() => {})]);
    timer.abort();
    await this.kill('SIGKILL');
  }

  /** Stops the process if it still runs and starts it again, on the same port and data. Two calls at once follow each other. */
  restart(): Promise<void> {
    const restart = async () => {
      await this.stop();
      await this.#launch('a');
    };
    this.#lastRestart = this.#lastRestart.then(restart, restart);
    return this.#lastRestart;
  }

  async #launch(logMode: 'w' | 'a'): Promise<void> {
    const { name, signal, isReady, readyTimeoutMs, onDeath } = this.#spec;
    this.#spawn(logMode);
    let isReadyOnce = false;
    const onEnd = () => {
      if (isReadyOnce && !this.#isEndWanted) onDeath?.(this.#problem('ended unexpectedly'), this);
    };
    this.#exited.then(onEnd);
    try {
      await waitUntil(
        async () => {
          if (!this.isRunning) throw this.#problem('did not start');
          return (await isReady()) && this.isRunning;
        },
        { what: `${name} to be ready`, timeoutMs: readyTimeoutMs, signal },
      );
      isReadyOnce = true;
    } catch (error) {
      await this.kill('SIGKILL');
      throw error instanceof Problem && !error.details ? new Problem(error.message, this.lastLog) : error;
    }
  }

  #spawn(logMode: 'w' | 'a'): void {
    const { command, args, cwd, env, logFile, pidFolder, name } = this.#spec;
    mkdirSync(dirname(logFile), { recursive: true });
    const log = openSync(logFile, logMode, 0o600);
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', log, log] });
    closeSync(log);
    const removePidFile = writePidFile(pidFolder, name, child.pid);
    this.#child = child;
    this.#isEndWanted = false;
    this.#exited = new Promise((resolve) => {
      child.once('exit', resolve);
      child.once('error', resolve);
    }).then(removePidFile);
  }

  #problem(what: string): Problem {
    return new Problem(`${this.name} ${what} (${this.ending}); the end of ${this.logFile}:`, this.lastLog);
  }
}
