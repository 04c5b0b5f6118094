import { announce, byId, call, element } from './dom.js';
import { refreshFaults } from './faults.js';
import { codeButton, showMessage, timeOf } from './reader.js';

const REFRESH_MS = 1_500;
const PAGE_SIZE = 200;

/** Newest first; undefined until the first answer. */
let messages;
let hasOlder = false;
let isLost = false;
const rows = new Map();
const filters = byId('filters').elements;

async function refresh() {
  try {
    const [page] = await Promise.all([call(`/api/messages?folder=all&limit=${PAGE_SIZE}`), refreshFaults()]);
    const known = messages;
    take(page);
    isLost = false;
    const fresh = known ? page.messages.filter(({ id }) => Number(id) > Number(known[0]?.id ?? 0)) : [];
    if (fresh.length > 0) announce(news(fresh));
  } catch {
    isLost = true;
  }
  render();
}

/** A page that is the last one is all there is; otherwise older messages that were loaded before stay. */
function take(page) {
  const oldest = Number(page.messages.at(-1)?.id ?? 0);
  const older = page.next === null ? [] : (messages ?? []).filter(({ id }) => Number(id) < oldest);
  messages = [...page.messages, ...older];
  if (older.length === 0) hasOlder = page.next !== null;
}

async function loadOlder() {
  try {
    const page = await call(`/api/messages?folder=all&limit=${PAGE_SIZE}&before=${messages.at(-1).id}`);
    messages = [...messages, ...page.messages];
    hasOlder = page.next !== null;
  } catch {
    isLost = true;
  }
  render();
}

function news(fresh) {
  if (fresh.length > 1) return `${fresh.length} new messages`;
  const [{ channel, to, code }] = fresh;
  return `New ${channel === 'mail' ? 'mail' : 'SMS'} for ${to}${code ? `, code ${[...code].join(' ')}` : ''}`;
}

function render() {
  byId('live').dataset.state = isLost ? 'lost' : 'live';
  byId('live-text').textContent = isLost ? 'Not connected' : 'Live';
  const alert = isLost
    ? 'The sandbox does not answer. What you see may be old; it is asked again every other second.'
    : '';
  if (byId('alert').textContent !== alert) byId('alert').textContent = alert;
  byId('alert').hidden = !isLost;

  const all = messages ?? [];
  for (const folder of ['inbox', 'spam'])
    byId(`count-${folder}`).textContent = all.filter((message) => message.folder === folder).length || '';
  const wanted = all.filter(isWanted);
  showRows(wanted);
  showListState(all, wanted);
  byId('older').hidden = !hasOlder;
  byId('clear').disabled = all.length === 0;
}

function isWanted({ folder, channel, to }) {
  const part = filters.to.value.trim().toLowerCase();
  return (
    folder === filters.folder.value &&
    (filters.channel.value === '' || channel === filters.channel.value) &&
    to.toLowerCase().includes(part)
  );
}

/** Rows are kept, so that a refresh takes neither the focus nor a text selection away. */
function showRows(wanted) {
  const list = byId('list');
  const nodes = wanted.map((message) => {
    if (!rows.has(message.id)) rows.set(message.id, row(message));
    return rows.get(message.id);
  });
  if (nodes.length === list.children.length && nodes.every((node, index) => node === list.children[index])) return;
  const focused = document.activeElement;
  list.replaceChildren(...nodes);
  if (focused?.isConnected && list.contains(focused)) focused.focus({ preventScroll: true });
  for (const id of rows.keys()) if (!messages.some((message) => message.id === id)) rows.delete(id);
}

function row(message) {
  const open = element(
    'button',
    { type: 'button', className: 'open' },
    element(
      'span',
      { className: 'top' },
      element('span', { className: 'to', textContent: message.to }),
      element('span', { className: 'channel', textContent: message.channel === 'mail' ? 'Mail' : 'SMS' }),
      timeOf(message),
    ),
    element('span', { className: 'gist', textContent: message.subject ?? message.text }),
  );
  open.dataset.id = message.id;
  open.addEventListener('click', () => {
    location.hash = message.id;
  });
  const copy = message.code && codeButton(message.code, message.code, 'copy');
  return element('li', { className: copy ? 'row has-code' : 'row' }, open, copy);
}

function showListState(all, wanted) {
  const state = byId('list-state');
  state.hidden = wanted.length > 0;
  const [title, text] = blank(all);
  state.replaceChildren(element('b', { textContent: title }), text);
}

function blank(all) {
  if (messages === undefined && isLost) return ['Cannot load the messages', 'Is the sandbox still running?'];
  if (messages === undefined) return ['Loading…', ''];
  if (filters.to.value !== '' || filters.channel.value !== '')
    return ['Nothing fits the filter', 'New messages that do will appear here.'];
  if (filters.folder.value === 'spam') return ['No spam', 'The fault “spam folder” puts mails here.'];
  if (all.length > 0) return ['The inbox is empty', 'All there is went to the spam folder.'];
  return ['Nothing yet', 'Mails and SMS that the platform sends appear here by themselves; npm run demo sends some.'];
}

async function openFromAddress() {
  const id = location.hash.slice(1);
  const wasOpen = document.querySelector('.open[aria-current="true"]');
  document.body.toggleAttribute('data-open', id !== '');
  markCurrent();
  await showMessage(id);
  if (id === '') wasOpen?.focus();
}

function markCurrent() {
  for (const open of document.querySelectorAll('.open'))
    open.setAttribute('aria-current', String(open.dataset.id === location.hash.slice(1)));
}

/** Arrow keys walk through the list. */
function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const buttons = [...byId('list').querySelectorAll('.open')];
  const here = event.target.closest('li')?.querySelector('.open');
  buttons[buttons.indexOf(here) + step]?.focus();
  event.preventDefault();
}

async function keepFresh() {
  if (!document.hidden) await refresh();
  setTimeout(keepFresh, REFRESH_MS);
}

byId('filters').addEventListener('input', render);
byId('filters').addEventListener('submit', (event) => event.preventDefault());
byId('list').addEventListener('keydown', walk);
byId('older').addEventListener('click', loadOlder);
byId('clear').addEventListener('click', async () => {
  if (!confirm('Remove all messages?')) return;
  await call('/api/messages', { method: 'DELETE' }).catch(() => {});
  location.hash = '';
  await refresh();
});
document.addEventListener('visibilitychange', () => document.hidden || refresh());
addEventListener('hashchange', openFromAddress);
render();
await keepFresh();
await openFromAddress();
