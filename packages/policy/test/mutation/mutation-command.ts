import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createExaminer, noEnd } from './examiner.js';
import { filesOfEvaluator, type Outside, type PlacedMutant, placedMutants } from './mutated-files.js';

/**
 * `npm run mutation`: changes one thing at a time in the compiled evaluator and looks whether the table, drawn pairs and large sets see it.
 * Our own, since @stryker-mutator/core 10 asks for Node 22 where we promise 20, and runs a test process per mutant where one is enough.
 * `npm run mutation -- condition.js` looks at one file only.
 */
const leastPercent = 95;
/** A mutant that takes so many times longer than the evaluator takes, and some seconds, has no end. */
const timeoutFactor = 6;

const built = new URL('../../src/', import.meta.url);
const mutantsFolder = new URL('../../mutants/', import.meta.url);
// From dist/test/mutation to the data, which the compiler does not copy.
const data = (file: string) =>
  JSON.parse(readFileSync(new URL(`../../../test/mutation/${file}`, import.meta.url), 'utf8'));

/** Changes of a file that make no difference to any decision, each by the compiled line before and after it. */
interface Equivalents {
  readonly file: string;
  readonly reason: string;
  readonly mutants: ReadonlyArray<{ readonly before: string; readonly after: string }>;
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
    return await examiner.examine({ folder: folder.href, withLimits: mutant?.file === 'compile.js' }, timeoutMs);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function main(): Promise<number> {
  rmSync(mutantsFolder, { recursive: true, force: true });
  const groups: Equivalents[] = data('equivalent.json');
  const equivalents = groups.flatMap(({ file, mutants }) => mutants.map((mutant) => ({ file, ...mutant })));
  const outside: Outside[] = data('outside.json');
  const files = filesOfEvaluator(built);
  const only = process.argv[2];

  await examineCopy(files, null, 120_000);
  const start = performance.now();
  await examineCopy(files, null, 120_000);
  const timeoutMs = 2_000 + timeoutFactor * (performance.now() - start);

  const survivors: PlacedMutant[] = [];
  const met = new Set<(typeof equivalents)[number]>();
  let killed = 0;
  let endless = 0;
  for (const file of files.filter((each) => only === undefined || each === only)) {
    const counts = { killed: 0, survived: 0, equivalent: 0 };
    for (const mutant of placedMutants(built, file, outside)) {
      const equivalent = equivalents.find(
        ({ file, before, after }) => file === mutant.file && before === mutant.before && after === mutant.after,
      );
      if (equivalent) {
        met.add(equivalent);
        counts.equivalent += 1;
        continue;
      }
      const red = await examineCopy(files, mutant, timeoutMs);
      if (red === noEnd) endless += 1;
      if (red !== null) counts.killed += 1;
      else {
        counts.survived += 1;
        survivors.push(mutant);
      }
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
    `\n${killed} of ${killed + survivors.length} mutants killed, ${endless} of them by time: ${percent.toFixed(2)} % (at least ${leastPercent} %), ${seconds} s`,
  );
  return percent >= leastPercent ? 0 : 1;
}

process.exitCode = await main().finally(() => examiner.close());
rmSync(mutantsFolder, { recursive: true, force: true });
