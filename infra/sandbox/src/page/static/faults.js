import { announce, byId, call, element } from './dom.js';

const dialog = byId('faults');
const form = byId('fault-form');
const fields = form.elements;
let shown = '';

/** Opens the panel, for one recipient if told. */
export function openFaults(recipient) {
  if (recipient !== undefined) fields.match.value = recipient;
  showError('');
  dialog.showModal();
  fields.match.focus();
}

/** Reads the faults from the server and shows them when they differ. */
export async function refreshFaults() {
  const faults = await call('/api/faults');
  if (JSON.stringify(faults) === shown) return;
  shown = JSON.stringify(faults);
  const active = faults.filter((fault) => !isUsedUp(fault)).length;
  byId('fault-count').textContent = active;
  byId('fault-count').hidden = active === 0;
  byId('no-faults').hidden = faults.length > 0;
  byId('remove-faults').hidden = faults.length === 0;
  const list = byId('fault-list');
  const focused = [...list.querySelectorAll('button')].indexOf(document.activeElement);
  list.replaceChildren(...faults.map(faultItem));
  // Whoever works with the keyboard stays at the place in the list, or goes back to the form when it is empty.
  if (focused >= 0) (list.children[Math.min(focused, faults.length - 1)]?.lastElementChild ?? fields.match).focus();
}

function faultItem(fault) {
  const remove = element('button', { type: 'button', className: 'quiet', textContent: 'Remove' });
  remove.setAttribute('aria-label', `Remove ${fault.kind} for ${fault.match}`);
  remove.addEventListener('click', () => change(`/api/faults/${fault.id}`, 'DELETE', 'Fault removed'));
  const times = fault.times === undefined ? `struck ${fault.used}×` : `struck ${fault.used} of ${fault.times}×`;
  return element(
    'li',
    { className: isUsedUp(fault) ? 'used-up' : '' },
    element('b', { textContent: fault.match === '*' ? 'Everybody' : fault.match }),
    element('span', {
      className: 'hint',
      textContent: `${labelOf(fault)} · ${isUsedUp(fault) ? `${times}, used up` : times}`,
    }),
    remove,
  );
}

function labelOf({ kind, replyCode, delayMs }) {
  if (kind === 'mailbox_full') return `Mailbox full (${replyCode})`;
  const name = kind[0].toUpperCase() + kind.slice(1).replaceAll('_', ' ');
  return delayMs === undefined ? name : `${name}, ${delayMs} ms`;
}

const isUsedUp = ({ times, used }) => used >= (times ?? Number.POSITIVE_INFINITY);

async function change(path, method, done, body) {
  try {
    await call(path, { method, body });
    await refreshFaults();
    showError('');
    announce(done);
    return true;
  } catch (error) {
    showError(error.message);
    return false;
  }
}

function showError(text) {
  byId('fault-error').textContent = text;
  byId('fault-error').hidden = text === '';
}

function fieldsFitTheKind() {
  const isGreeting = fields.kind.value === 'slow_greeting';
  if (isGreeting) fields.match.value = '*';
  fields.match.readOnly = isGreeting;
  byId('delay').hidden = !fields.kind.value.startsWith('slow');
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const [kind, replyCode] = fields.kind.value.split(' ');
  const added = await change('/api/faults', 'POST', 'Fault added', {
    match: fields.match.value,
    kind,
    ...(fields.times.value === '' ? {} : { times: Number(fields.times.value) }),
    ...(kind.startsWith('slow') ? { delayMs: Number(fields.delayMs.value) } : {}),
    ...(replyCode === undefined ? {} : { replyCode: Number(replyCode) }),
  });
  if (added) form.reset();
  fieldsFitTheKind();
});
fields.kind.addEventListener('change', fieldsFitTheKind);
byId('open-faults').addEventListener('click', () => openFaults());
byId('remove-faults').addEventListener('click', () => change('/api/faults', 'DELETE', 'All faults removed'));
byId('close-faults').addEventListener('click', () => dialog.close());
