import type { Language } from '@genkan/contracts/primitives';
import type { Channel, Content } from './delivery.js';
import type { MailText, Texts } from './texts/texts.js';
import { textsOf } from './texts/texts-of.js';

/** What a provider is given to send; an SMS is its text alone. */
export interface Message {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export type RenderMessage = (
  content: Content,
  to: { readonly channel: Channel; readonly language: Language },
) => Message;

/** Writes messages in the recipient's language. Links begin with the configured public URL, whatever anybody sent. */
export function createRenderMessage(publicUrl: URL): RenderMessage {
  const root = publicUrl.href.replace(/\/*$/, '/');
  return (content, { channel, language }) => {
    const texts = textsOf[language];
    if (channel === 'email') return mail(mailText(content, texts, language), { texts, language, root });
    if (content.template === 'challenge-code') {
      return { subject: '', text: texts.codeSms(content.values.code), html: '' };
    }
    throw new Error(`${content.template} is not sent by SMS`);
  };
}

function mailText(content: Content, texts: Texts, language: Language): MailText {
  const time = (iso: string) => formatTime(iso, language);
  switch (content.template) {
    case 'challenge-code':
      return texts.codeMail(content.values.code);
    case 'welcome':
      return texts.welcome();
    case 'new-device':
      return texts.newDevice({ time: time(content.values.at), ip: content.values.sourceIp });
    case 'sign-in-locked':
      return texts.signInLocked({ time: time(content.values.at), until: time(content.values.until) });
  }
}

function mail(
  { subject, paragraphs, code, link }: MailText,
  { texts, language, root }: { readonly texts: Texts; readonly language: Language; readonly root: string },
): Message {
  const href = link && root + link.path;
  const lines = [...(code ? [code] : []), ...paragraphs, ...(link ? [`${link.label}: ${href}`] : [])];
  const text = `${[...lines, `-- \n${texts.footer}`].join('\n\n')}\n`;
  const body = [
    ...(code ? [`<p style="font:bold 32px monospace;letter-spacing:.2em">${escapeHtml(code)}</p>`] : []),
    ...paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`),
    ...(link && href ? [`<p><a href="${escapeHtml(href)}">${escapeHtml(link.label)}</a></p>`] : []),
    `<hr><p><small>${escapeHtml(texts.footer)}</small></p>`,
  ];
  const head = `<meta charset="utf-8"><title>${escapeHtml(subject)}</title>`;
  const html = `<!doctype html><html lang="${language}"><head>${head}</head><body>${body.join('\n')}</body></html>`;
  return { subject, text, html };
}

/** `2026년 11월 23일 오전 9:30 (UTC)`: the reader may be anywhere. */
function formatTime(iso: string, language: Language): string {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  return `${format.format(new Date(iso))} (UTC)`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
