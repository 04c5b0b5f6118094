import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { clockFromEnv, fileClock, systemClock } from './clock.js';

const scratch = mkdtempSync(join(tmpdir(), 'genkan-clock-'));
const path = join(scratch, 'offset');
afterAll(() => rmSync(scratch, { recursive: true }));

describe('fileClock', () => {
  it('adds the offset, and sees a new one a second later', () => {
    let systemMs = 1_000_000;
    const clock = fileClock(path, () => systemMs);
    expect(clock.now().getTime()).toBe(1_000_000);
    writeFileSync(path, '86400000\n');
    systemMs += 999;
    expect(clock.now().getTime()).toBe(1_000_999);
    systemMs += 1;
    expect(clock.now().getTime()).toBe(1_001_000 + 86_400_000);
    writeFileSync(path, '-5');
    systemMs += 1_000;
    expect(clock.now().getTime()).toBe(1_002_000 - 5);
  });

  it('keeps the last offset while the file is being written', () => {
    let systemMs = 0;
    const clock = fileClock(path, () => systemMs);
    writeFileSync(path, '700');
    expect(clock.now().getTime()).toBe(700);
    for (const half of ['', '-', '7x']) {
      writeFileSync(path, half);
      systemMs += 1_000;
      expect(clock.now().getTime()).toBe(systemMs + 700);
    }
  });
});

describe('clockFromEnv', () => {
  it('is the system clock when CLOCK_FILE is unset', () => {
    for (const clock of [clockFromEnv({}), clockFromEnv({ NODE_ENV: 'production' }), systemClock()]) {
      expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(1_000);
    }
  });

  it('travels by CLOCK_FILE', () => {
    writeFileSync(path, '3600000');
    const ahead = clockFromEnv({ CLOCK_FILE: path }).now().getTime() - Date.now();
    expect(Math.abs(ahead - 3_600_000)).toBeLessThan(5_000);
  });

  it('refuses CLOCK_FILE in production', () => {
    expect(() => clockFromEnv({ CLOCK_FILE: path, NODE_ENV: 'production' })).toThrow(
      'CLOCK_FILE: must not be set in production',
    );
  });
});
