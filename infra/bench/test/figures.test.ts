import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { atLeast, atMost, isMissed, told } from '../src/figures/figure.js';
import { reportTable } from '../src/figures/report-table.js';
import { writeResults } from '../src/figures/results-file.js';

describe('a figure', () => {
  it('is better when its ratio is higher, also when less was wanted', () => {
    expect(atLeast('speed', '1/s', { subject: 50, control: 200, target: 0.5 })).toMatchObject({ ratio: 0.25 });
    expect(atMost('cost', 'ms', { measured: 3, limit: 6 })).toMatchObject({ control: 6, ratio: 2, target: 1 });
  });

  it('is missed below its target, never without one', () => {
    expect(isMissed(atMost('cost', 'ms', { measured: 7, limit: 6 }))).toBe(true);
    expect(isMissed(atMost('cost', 'ms', { measured: 6, limit: 6 }))).toBe(false);
    expect(isMissed(atLeast('speed', '1/s', { subject: 1, control: 9, target: null }))).toBe(false);
    expect(isMissed(told('size', 'MB', 1))).toBe(false);
  });

  it('shows in the table whether its target was met', () => {
    const table = reportTable([atMost('cost', 'ms', { measured: 7, limit: 6 }), told('size', 'MB', 90)]);
    expect(table).toMatch(/cost +7 +6 +0.8571 +1 ✗ +ms\nsize +90 +– +– +– +MB$/);
  });
});

describe('the results file', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'genkan-bench-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('keeps the figures that were not measured again', () => {
    const file = join(folder, 'results', 'latest.json');
    writeResults(file, { figures: [told('one', 'ms', 1), told('two', 'ms', 2)], measured: ['one', 'two'] });
    writeResults(file, { figures: [told('one', 'ms', 3)], measured: ['one'] });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual([told('two', 'ms', 2), told('one', 'ms', 3)]);
  });

  it('drops what a benchmark no longer measures', () => {
    const file = join(folder, 'latest.json');
    writeResults(file, { figures: [told('one-gone', 'ms', 1), told('ones', 'ms', 2)], measured: ['one', 'ones'] });
    writeResults(file, { figures: [told('one-p50', 'ms', 3)], measured: ['one'] });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual([told('ones', 'ms', 2), told('one-p50', 'ms', 3)]);
  });
});
