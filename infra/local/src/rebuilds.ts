import { existsSync, type FSWatcher, readdirSync, readFileSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dataLayout } from '../boot/data-layout.mjs';
import { Problem } from '../boot/problem.mjs';
import { runToEnd } from '../boot/processes.mjs';
import type { RunningPlatform } from './running-platform.js';

export interface RebuildsOptions {
  readonly root: string;
  readonly dataFolder: string;
  readonly platform: RunningPlatform;
  readonly out: (line: string) => void;
  /** Ends the watching. */
  readonly signal: AbortSignal;
  /** Called when a service is up again: it has another pid. */
  readonly onRestarted: () => void;
}

interface Workspace {
  readonly name: string;
  readonly folder: string;
  readonly dependencies: readonly string[];
}

/** An editor that saves several files, or one file in several steps, makes one build. */
const quietMs = 50;

/** Watches the sources of every workspace, builds what changed, and restarts the services whose compiled code, or that of a package they use, is new. */
export class Rebuilds {
  readonly #options: RebuildsOptions;
  readonly #workspaces: readonly Workspace[];
  #changedAt: number | undefined;
  #underWay: Promise<void> | undefined;

  constructor(options: RebuildsOptions) {
    this.#options = options;
    this.#workspaces = workspacesOf(options.root);
    const watchers = this.#workspaces.flatMap(({ folder }) => this.#watch(join(folder, 'src')));
    options.signal.addEventListener('abort', () => {
      for (const watcher of watchers) watcher.close();
    });
  }

  /** Resolves once nothing is being built or restarted any more; call it after the signal, before the services are stopped. */
  async settled(): Promise<void> {
    await this.#underWay;
  }

  #watch(folder: string): FSWatcher[] {
    if (!existsSync(folder)) return [];
    return [
      watch(folder, { recursive: true }, () => {
        this.#changedAt ??= performance.now();
        this.#underWay ??= this.#rebuild().finally(() => {
          this.#underWay = undefined;
        });
      }),
    ];
  }

  async #rebuild(): Promise<void> {
    const { root, platform, signal } = this.#options;
    while (this.#changedAt !== undefined && !signal.aborted) {
      await sleep(quietMs);
      const changedAt = this.#changedAt;
      this.#changedAt = undefined;
      const before = new Map(this.#workspaces.map(({ name, folder }) => [name, compiledAt(folder)]));
      if (!(await this.#build())) continue;
      const changed = this.#workspaces.filter(({ name, folder }) => compiledAt(folder) !== before.get(name));
      const affected = this.#dependents(new Set(changed.map(({ name }) => name)));
      await Promise.all(
        platform.entries
          .filter(({ folder }) => affected.has(join(root, folder)))
          .map(({ name }) => this.#restart(name, changedAt)),
      );
    }
  }

  async #build(): Promise<boolean> {
    const { root, dataFolder, signal, out } = this.#options;
    try {
      const { code, output } = await runToEnd({
        name: 'tsc -b',
        command: process.execPath,
        args: [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-b'],
        cwd: root,
        pidFolder: dataLayout(dataFolder).servicePids,
        timeoutMs: 120_000,
        signal,
      });
      if (code !== 0) out(`\n✗ The build failed, so nothing is restarted:\n${output}\n`);
      return code === 0;
    } catch (error) {
      if (signal.aborted) return false;
      throw error;
    }
  }

  async #restart(name: string, changedAt: number): Promise<void> {
    const { platform, out, onRestarted, signal } = this.#options;
    if (signal.aborted) return;
    try {
      await platform.service(name).restart();
      out(`✓ ${name} runs with the change (${((performance.now() - changedAt) / 1_000).toFixed(1)} s).`);
      onRestarted();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (!signal.aborted) out(`✗ ${error.message}\n${error.details}`);
    }
  }

  /** The folders of the workspaces that changed and of all that use them, directly or not. */
  #dependents(changed: ReadonlySet<string>): ReadonlySet<string> {
    const names = new Set(changed);
    for (let size = -1; size !== names.size; ) {
      size = names.size;
      for (const { name, dependencies } of this.#workspaces)
        if (dependencies.some((each) => names.has(each))) names.add(name);
    }
    return new Set(this.#workspaces.filter(({ name }) => names.has(name)).map(({ folder }) => folder));
  }
}

function workspacesOf(root: string): Workspace[] {
  return ['packages', 'services', 'infra']
    .filter((kind) => existsSync(join(root, kind)))
    .flatMap((kind) => readdirSync(join(root, kind)).map((name) => join(root, kind, name)))
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .map((folder) => {
      const { name, dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      return { name, folder, dependencies: Object.keys(dependencies) };
    });
}

/** When the compiler last wrote something that a service runs. */
function compiledAt(folder: string): number {
  const output = join(folder, 'dist', 'src');
  if (!existsSync(output)) return 0;
  const files = readdirSync(output, { recursive: true, encoding: 'utf8' });
  const compiled = files.filter((file) => file.endsWith('.js') && !file.endsWith('.test.js'));
  return Math.max(0, ...compiled.map((file) => statSync(join(output, file)).mtimeMs));
}
