import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processMark } from './process-mark.mjs';

/**
 * @typedef {object} Ticket an empty file `<name>@<process mark>`: it says which process holds a name, and outlives a crash
 * @property {string} name
 * @property {number} pid
 * @property {boolean} isAlive the very process that the ticket was written for still runs
 * @property {() => void} remove
 */

/**
 * @param {string} folder made when missing
 * @param {string} name
 * @param {number} pid
 * @returns {() => void} removes the ticket
 */
export function writeTicket(folder, name, pid) {
  const mark = processMark(pid);
  if (mark === undefined) return () => {};
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}@${mark}`);
  writeFileSync(file, '');
  return () => rmSync(file, { force: true });
}

/**
 * @param {string} folder
 * @returns {Ticket[]}
 */
export function readTickets(folder) {
  return fileNames(folder).map((fileName) => {
    const at = fileName.lastIndexOf('@');
    const mark = fileName.slice(at + 1);
    const pid = Number.parseInt(mark, 10);
    return {
      name: fileName.slice(0, at),
      pid,
      isAlive: processMark(pid) === mark,
      remove: () => rmSync(join(folder, fileName), { force: true }),
    };
  });
}

/** @param {string} folder */
function fileNames(folder) {
  try {
    return readdirSync(folder).filter((name) => name.includes('@'));
  } catch {
    return [];
  }
}
