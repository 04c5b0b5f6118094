import { announce, byId, call, element } from './dom.js';
import { openFaults } from './faults.js';

const COPIED_MS = 1_500;
const reader = byId('reader');

/** Shows one message, or what to do when none is chosen. */
export async function showMessage(id) {
  if (id === '') return showBlank('No message is open', 'Choose one from the list; a click on its code copies it.');
  try {
    const message = await call(`/api/messages/${encodeURIComponent(id)}`);
    // Another one may have been chosen while this one was on its way.
    if (location.hash.slice(1) !== id) return;
    reader.replaceChildren(...parts(message).filter((part) => part !== null));
    reader.scrollTop = 0;
    reader.focus({ preventScroll: true });
  } catch (error) {
    if (error.status === 404) showBlank('This message is gone', 'It was cleared, or newer ones took its place.');
    else showBlank('Cannot load the message', error.message);
  }
}

/** The time of arrival in the reader's own zone; with its date unless it is today's. */
export function timeOf({ receivedAt }) {
  const at = new Date(receivedAt);
  const isToday = at.toDateString() === new Date().toDateString();
  const textContent = isToday ? at.toLocaleTimeString() : at.toLocaleString();
  return element('time', { dateTime: receivedAt, title: at.toLocaleString(), textContent });
}

/** A button that copies the code and says so. */
export function codeButton(code, label, className) {
  const button = element('button', { type: 'button', className, textContent: label, title: 'Copy the code' });
  button.setAttribute('aria-label', `Copy the code ${[...code].join(' ')}`);
  button.addEventListener('click', async () => {
    const isCopied = await navigator.clipboard.writeText(code).then(
      () => true,
      () => false,
    );
    button.textContent = isCopied ? 'Copied' : code;
    announce(isCopied ? 'Code copied' : 'The browser does not allow copying');
    setTimeout(() => {
      button.textContent = label;
    }, COPIED_MS);
  });
  return button;
}

function showBlank(title, text) {
  reader.replaceChildren(
    backButton(),
    element('p', { className: 'blank' }, element('b', { textContent: title }), text),
  );
}

function parts(message) {
  return [
    backButton(),
    element('header', {}, element('h2', { textContent: message.subject ?? `SMS to ${message.to}` }), facts(message)),
    message.folder === 'spam'
      ? element('p', {
          className: 'spam-note',
          textContent: 'In the spam folder: its recipient is not likely to see it.',
        })
      : null,
    message.code && codeCard(message.code),
    body(message),
  ];
}

function backButton() {
  const back = element('button', { type: 'button', className: 'quiet back', textContent: '← All messages' });
  back.addEventListener('click', () => {
    location.hash = '';
  });
  return back;
}

function facts(message) {
  const fault = element('button', { type: 'button', className: 'link', textContent: 'Add a fault for this recipient' });
  fault.addEventListener('click', () => openFaults(message.to));
  const attachments = message.attachments.map(({ filename, contentType, sizeBytes }) => {
    return `${filename ?? 'unnamed'} (${contentType}, ${sizeBytes.toLocaleString()} bytes)`;
  });
  const lines = [
    ['To', [message.to, ' ', fault]],
    ['From', [message.from]],
    ['Received', [timeOf(message)]],
    ['Reference', [message.reference]],
    ['Attached', [attachments.join(', ') || null]],
  ];
  const shown = lines.filter(([, values]) => values[0] !== null);
  return element(
    'dl',
    { className: 'facts' },
    ...shown.flatMap(([name, values]) => [element('dt', { textContent: name }), element('dd', {}, ...values)]),
  );
}

function codeCard(code) {
  const output = element('output', { textContent: code, 'aria-label': `Code ${[...code].join(' ')}` });
  return element('div', { className: 'code-card' }, output, codeButton(code, 'Copy code', 'primary'));
}

/** The ways to look at a message, the richest first. */
function body(message) {
  const views = {
    ...(message.html === null ? {} : { HTML: () => mailFrame(message) }),
    Text: () => element('pre', { textContent: message.text }),
    ...(message.headers.length === 0
      ? {}
      : { Headers: () => element('pre', { className: 'headers', textContent: message.headers.join('\n') }) }),
  };
  const [first, ...others] = Object.keys(views);
  const box = element('section', { className: 'body' });
  const choice = element('fieldset', { className: 'segments', hidden: others.length === 0 });
  choice.append(element('legend', { className: 'unseen', textContent: 'View' }));
  for (const name of [first, ...others]) {
    const input = element('input', { type: 'radio', name: 'view', value: name, checked: name === first });
    input.addEventListener('change', () => box.replaceChildren(choice, views[name]()));
    choice.append(element('label', {}, input, element('span', { textContent: name })));
  }
  box.append(choice, views[first]());
  return box;
}

function mailFrame({ id }) {
  return element('iframe', {
    sandbox: 'allow-popups allow-popups-to-escape-sandbox',
    src: `/api/messages/${id}/html`,
    title: 'The mail as HTML',
  });
}
