import { type Figure, isMissed } from './figure.js';

const heads = ['figure', 'subject', 'control', 'ratio', 'target', 'unit'];

/** The figures as lines of a table; `✗` stands where a target was missed. */
export function reportTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    cell(figure.subject),
    cell(figure.control),
    cell(figure.ratio),
    figure.target === null ? '–' : `${figure.target} ${isMissed(figure) ? '✗' : '✓'}`,
    figure.unit,
  ]);
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => cells.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  ');
  return [heads, widths.map((width) => '─'.repeat(width)), ...rows].map((row) => line(row).trimEnd()).join('\n');
}

const cell = (value: number | null): string => (value === null ? '–' : String(value));
