import type { LikePart } from './like-pattern.js';

/** A part of a text of a condition: as it is written, or the condition key whose value replaces it. */
export type TemplatePart = LikePart | { readonly key: string };

const written = (text: string): LikePart => ({ text, isPlain: false });

/** Cuts a text at its `${<key>}`; null when a `${` has no `}`. A `$` without `{` is a plain character. */
export function readTemplate(text: string): readonly TemplatePart[] | null {
  if (!text.includes('${')) return [written(text)];
  const parts: TemplatePart[] = [];
  let at = 0;
  for (;;) {
    const open = text.indexOf('${', at);
    const end = open < 0 ? text.length : open;
    if (end > at) parts.push(written(text.slice(at, end)));
    if (open < 0) return parts;
    const close = text.indexOf('}', open);
    if (close < 0) return null;
    parts.push({ key: text.slice(open + 2, close) });
    at = close + 1;
  }
}
