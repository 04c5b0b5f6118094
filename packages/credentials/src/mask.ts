const HIDDEN = '***';
/** Country calling codes of one and two digits (ITU E.164); all others have three. */
const SHORT_CALLING_CODE = /^\+(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;
const FEWEST_DIGITS_TO_SHOW_FOUR = 8;

/** `kim@example.com` → `k***@example.com`; of a local part of one character nothing is shown. */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 0 ? maskText(address) : `${maskText(address.slice(0, at))}${address.slice(at)}`;
}

/** `+821012345678` → `+82 ***5678`; a national number → `***5678`; a short one → `***`. */
export function maskPhone(number: string): string {
  const digits = number.replace(/[^\d+]/g, '');
  const [code] = SHORT_CALLING_CODE.exec(digits) ?? /^\+\d{3}/.exec(digits) ?? [''];
  const rest = digits.slice(code.length);
  const shown = rest.length >= FEWEST_DIGITS_TO_SHOW_FOUR ? rest.slice(-4) : '';
  return `${code ? `${code} ` : ''}${HIDDEN}${shown}`;
}

/** The first character of two or more, then `***`. */
export function maskText(text: string): string {
  const [first = '', ...more] = text;
  return more.length > 0 ? `${first}${HIDDEN}` : HIDDEN;
}

/** Masks a personal text by its form: as an e-mail address, as a phone number, else as any text. */
export function mask(text: string): string {
  if (/^[^@\s]+@[^@\s]+$/.test(text)) return maskEmail(text);
  return /^\+?[\d\s().-]{7,}$/.test(text) ? maskPhone(text) : maskText(text);
}
