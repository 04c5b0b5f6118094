import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createExaminer } from './examiner.js';
import { filesOfEvaluator, type Outside, type PlacedMutant, placedMutants } from './mutated-files.js';

/**
 * `npm run mutation`: changes one thing at a time in the compiled evaluator and looks whether the table, drawn pairs and large sets see it.
 * Our own, since @stryker-mutator/core 10 asks for Node 22 where we promise 20, and runs a test process per mutant where one is enough.
 * `npm run mutation -- condition.js` looks at one file only.
 */
const leastPercent = 95;
const patience = 6;

const built = new URL('../../src/', import.meta.url);
const mutantsFolder = new URL('../../mutants/', import.meta.url);
// From dist/test/mutation to the data, which the compiler does not copy.
const data = (file: string) =>
  JSON.parse(readFileSync(new URL(`../../../test/mutation/${file}`, import.meta.url), 'utf8'));

/** A change that no test can see, by the compiled line before and after it. */
interface Equivalent {
  readonly file: string;
  readonly before: string;
  readonly after: string;
  readonly reason: string;
}

const examiner = createExaminer();
let copies = 0;

/** Writes a copy of the evaluator with one file changed into a folder of its own (modules are cached by address) and examines it. */
async function examineCopy(
  files: readonly string[],
  mutant: PlacedMutant | null,
  timeoutMs: number,
): Promise<string | null> {
  copies += 1;
  const folder = new URL(`${copies}/`, mutantsFolder);
  mkdirSync(folder, { recursive: true });
  for (const file of files) cpSync(new URL(file, built), new URL(file, folder));
  if (mutant) {
    const source = readFileSync(new URL(mutant.file, built), 'utf8');
    writeFileSync(
      new URL(mutant.file, folder),
      source.slice(0, mutant.start) + mutant.replacement + source.slice(mutant.end),
    );
  }
  try {
    return await examiner.examine(folder.href, timeoutMs);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function main(): Promise<number> {
  rmSync(mutantsFolder, { recursive: true, force: true });
  const equivalents: Equivalent[] = data('equivalent.json');
  const outside: Outside[] = data('outside.json');
  const files = filesOfEvaluator(built);
  const only = process.argv[2];

  await examineCopy(files, null, 60_000);
  const start = performance.now();
  const red = await examineCopy(files, null, 60_000);
  if (red !== null) throw new Error(`the evaluator is red before any mutation: ${red}`);
  const timeoutMs = 1_000 + patience * (performance.now() - start);

  const survivors: PlacedMutant[] = [];
  const met = new Set<Equivalent>();
  let killed = 0;
  for (const file of files.filter((each) => only === undefined || each === only)) {
    const counts = { killed: 0, survived: 0, equivalent: 0 };
    for (const mutant of placedMutants(built, file, outside)) {
      const equivalent = equivalents.find((each) => isThat(each, mutant));
      if (equivalent) {
        met.add(equivalent);
        counts.equivalent += 1;
      } else if ((await examineCopy(files, mutant, timeoutMs)) === null) {
        counts.survived += 1;
        survivors.push(mutant);
      } else counts.killed += 1;
    }
    killed += counts.killed;
    console.log(`${file}: ${counts.killed} killed, ${counts.survived} survived, ${counts.equivalent} equivalent`);
  }

  for (const { place, before, after } of survivors) console.log(`\nsurvived at ${place}\n  ${before}\n  ${after}`);
  const unmet = only === undefined ? equivalents.filter((each) => !met.has(each)) : [];
  for (const { file, before, after } of unmet)
    console.log(`\nlisted as equivalent, but not found: ${file}\n  ${before}\n  ${after}`);
  const percent = (100 * killed) / (killed + survivors.length);
  const seconds = Math.round((performance.now() - start) / 1_000);
  console.log(
    `\n${killed} of ${killed + survivors.length} mutants killed: ${percent.toFixed(2)} % (at least ${leastPercent} %), ${seconds} s`,
  );
  return percent >= leastPercent && unmet.length === 0 ? 0 : 1;
}

const isThat = ({ file, before, after }: Equivalent, mutant: PlacedMutant): boolean =>
  file === mutant.file && before === mutant.before && after === mutant.after;

process.exitCode = await main().finally(() => examiner.close());
rmSync(mutantsFolder, { recursive: true, force: true });
