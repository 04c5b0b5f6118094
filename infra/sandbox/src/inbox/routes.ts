import { Router } from 'express';
import { z } from 'zod';
import { Problem, validated } from '../problem.js';
import type { Inbox } from './inbox.js';
import type { Message } from './message.js';

const id = z.string().regex(/^\d{1,15}$/, 'expected the id of a message');

const filter = {
  channel: z.enum(['mail', 'sms']).optional(),
  folder: z
    .enum(['inbox', 'spam', 'all'])
    .default('inbox')
    .transform((folder) => (folder === 'all' ? undefined : folder)),
  // A + that nobody encoded arrives as a space.
  to: z
    .string()
    .max(320)
    .transform((to) => to.replace(/^ /, '+'))
    .optional(),
  after: id.optional(),
};

const pageSchema = z.strictObject({
  ...filter,
  before: id.optional(),
  limit: z.coerce.number<string>().int().min(1).max(200).default(50),
});

const nextSchema = z.strictObject({
  ...filter,
  timeoutMs: z.coerce.number<string>().int().min(0).max(60_000).default(10_000),
});

// Nothing of a mail may run or load; its links open in a tab of their own.
const MAIL_POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  'sandbox allow-popups allow-popups-to-escape-sandbox',
  "frame-ancestors 'self'",
].join('; ');

/** `/api/messages`: what a person or a test reads. */
export function inboxRoutes(inbox: Inbox): Router {
  const router = Router();

  router.get('/', (request, response) => {
    const { limit, ...wanted } = validated(pageSchema, request.query);
    const { messages, next } = inbox.page(wanted, limit);
    response.json({ messages: messages.map(summaryOf), next });
  });

  router.get('/next', async (request, response) => {
    const { timeoutMs, ...wanted } = validated(nextSchema, request.query);
    const waiting = new AbortController();
    const timer = setTimeout(() => waiting.abort(), timeoutMs);
    response.once('close', () => waiting.abort());
    const message = await inbox.next(wanted, waiting.signal);
    clearTimeout(timer);
    if (message) response.json(message);
    else response.sendStatus(204);
  });

  router.get('/:id', (request, response) => {
    response.json(found(inbox, request.params.id));
  });

  router.get('/:id/html', (request, response) => {
    const { html } = found(inbox, request.params.id);
    if (html === null) throw new Problem(404, 'sandbox.message_has_no_html', 'This message has no HTML part.');
    response.set('content-security-policy', MAIL_POLICY).type('html').send(`<base target="_blank">${html}`);
  });

  router.delete('/', (_request, response) => {
    inbox.clear();
    response.sendStatus(204);
  });

  return router;
}

function found(inbox: Inbox, messageId: string): Message {
  const message = inbox.find(messageId);
  if (!message)
    throw new Problem(404, 'sandbox.message_not_found', 'There is no such message; perhaps it was cleared.');
  return message;
}

/** A list leaves out what only one opened message shows. */
function summaryOf({ html, headers: _headers, ...message }: Message) {
  return { ...message, hasHtml: html !== null };
}
