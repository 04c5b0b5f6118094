import { setTimeout as sleep } from 'node:timers/promises';
import { readTickets } from './tickets.mjs';

const patience = { politeMs: 10_000, firmMs: 5_000 };

/**
 * Ends the processes that an earlier run started and, killed half-way, could not end itself. Only the very processes that it
 * wrote tickets for are touched: a pid that now belongs to somebody else is left alone.
 *
 * @param {string} folder where the tickets are
 * @returns {Promise<string[]>} the names of the processes that were ended
 */
export async function endLeftovers(folder) {
  const tickets = readTickets(folder);
  const alive = tickets.filter((ticket) => ticket.isAlive);
  await endAll(folder, 'SIGTERM', patience.politeMs);
  await endAll(folder, 'SIGKILL', patience.firmMs);
  for (const ticket of readTickets(folder)) if (!ticket.isAlive) ticket.remove();
  return alive.map((ticket) => ticket.name);
}

/** @param {string} folder @param {NodeJS.Signals} signal @param {number} waitMs */
async function endAll(folder, signal, waitMs) {
  for (const ticket of readTickets(folder)) if (ticket.isAlive) signalGroup(ticket.pid, signal);
  const deadline = Date.now() + waitMs;
  while (readTickets(folder).some((ticket) => ticket.isAlive) && Date.now() < deadline) await sleep(50);
}

/**
 * Signals a process that was started as the leader of its own group, with everything it started in turn.
 *
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 * @returns {boolean} false when the group has ended already
 */
export function signalGroup(pid, signal) {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}
