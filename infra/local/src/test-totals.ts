import { stripVTControlCharacters } from 'node:util';

/** Adds up what the jest runs of all workspaces report, line by line. */
export class TestTotals {
  #passed = 0;
  #failed = 0;
  #skipped = 0;

  /** Takes in one line of output; only jest's own `Tests:` lines count. */
  read(line: string): void {
    const report = /(?:^|\s)Tests:\s+(.* total)\s*$/.exec(stripVTControlCharacters(line))?.[1];
    if (report === undefined) return;
    this.#passed += countOf('passed', report);
    this.#failed += countOf('failed', report);
    this.#skipped += countOf('skipped', report) + countOf('todo', report);
  }

  toString(): string {
    const skipped = this.#skipped > 0 ? `, ${this.#skipped} skipped` : '';
    return `${this.#passed} passed, ${this.#failed} failed${skipped}`;
  }
}

function countOf(word: string, report: string): number {
  return Number(new RegExp(`(\\d+) ${word}`).exec(report)?.[1] ?? 0);
}
