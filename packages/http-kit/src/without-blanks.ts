/** Blanks that HTTP allows around the parts of a field (RFC 9110, OWS). */
const BLANKS = /^[ \t]+|[ \t]+$/g;

/** A part of an HTTP field without the spaces and tabs around it. `trim()` would take U+00A0 and others too, which its sender meant. */
export const withoutBlanks = (text: string): string => text.replace(BLANKS, '');
