import { checksTable, managedTable } from './tables.js';

const sections: Readonly<Record<string, () => string>> = { CHECKS: checksTable, MANAGED: managedTable };

/**
 * The manual with what stands between its markers made anew.
 * @throws RangeError when a marker is missing
 */
export const withGeneratedSections = (manual: string): string =>
  Object.entries(sections).reduce((text, [name, make]) => {
    const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const [from, to] = [text.indexOf(open), text.indexOf(close)];
    if (from < 0 || to < from) throw new RangeError(`the manual has no ${open} with ${close} behind it`);
    return `${text.slice(0, from + open.length)}\n\n${make()}\n\n${text.slice(to)}`;
  }, manual);
