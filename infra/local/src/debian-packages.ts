import { Problem } from '../boot/problem.mjs';
import { runToEnd } from '../boot/run-to-end.mjs';
import { findProgram, type Program } from './programs.js';

export interface InstallOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly ticketFolder: string;
  readonly out: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
  /** Only root may install. */
  readonly isRoot?: boolean;
}

const aptGet: Program = { name: 'apt-get', packages: [], remedy: '' };

/** Installs Debian's packages of the programs that are not on the path, where that is possible; else throws all remedies at once. */
export async function installMissingPrograms(programs: readonly Program[], options: InstallOptions): Promise<void> {
  const { env, ticketFolder, out, signal, isRoot = process.getuid?.() === 0 } = options;
  const missing = programs.filter((program) => findProgram(program, env) === undefined);
  const [first] = missing;
  if (first === undefined) return;
  const command = findProgram(aptGet, env);
  if (command === undefined || !isRoot) {
    throw new Problem([...new Set(missing.map((program) => program.remedy))].join('\n✗ '));
  }

  const apt = (...args: string[]) =>
    runToEnd({
      name: 'apt-get',
      command,
      args: ['-q', '-o', 'DPkg::Lock::Timeout=120', ...args],
      env: { ...env, DEBIAN_FRONTEND: 'noninteractive' },
      ticketFolder,
      timeoutMs: 10 * 60_000,
      signal,
    });
  const install = (...args: string[]) => apt('install', '--no-install-recommends', ...args);

  out(`Installing Debian's packages for ${missing.map((program) => program.name).join(', ')} …`);
  // One unreachable source fails the update and may not matter; the installation tells.
  await apt('update');
  const names = new Set<string>();
  for (const alternatives of missing.flatMap((program) => program.packages)) {
    const available = await firstThat(alternatives, async (name) => (await install('--simulate', name)).code === 0);
    if (available === undefined) throw new Problem(first.remedy, `apt-get offers none of: ${alternatives.join(', ')}`);
    names.add(available);
  }
  const { code, output } = await install('-y', ...names);
  if (code !== 0) throw new Problem(first.remedy, output.slice(-2_000));
}

async function firstThat<Item>(
  items: readonly Item[],
  test: (item: Item) => Promise<boolean>,
): Promise<Item | undefined> {
  for (const item of items) if (await test(item)) return item;
  return undefined;
}
