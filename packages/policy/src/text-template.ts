/** A part of a text of a condition: as it is written, or the condition key whose value replaces it. */
export type TemplatePart = { readonly text: string } | { readonly key: string };

/** Cuts a text at its `${<key>}`; null when a `${` has no `}`. A `$` without `{` is a plain character. */
export function readTemplate(text: string): readonly TemplatePart[] | null {
  const parts: TemplatePart[] = [];
  let at = 0;
  for (;;) {
    const open = text.indexOf('${', at);
    if (open > at || (open < 0 && at < text.length)) parts.push({ text: text.slice(at, open < 0 ? undefined : open) });
    if (open < 0) return parts;
    const close = text.indexOf('}', open);
    if (close < 0) return null;
    parts.push({ key: text.slice(open + 2, close) });
    at = close + 1;
  }
}
