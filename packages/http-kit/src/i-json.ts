const QUOTE = 0x22;
const COLON = 0x3a;
const LIST = 0x5b;
const BACKSLASH = 0x5c;
const LIST_END = 0x5d;
const OBJECT = 0x7b;
const OBJECT_END = 0x7d;
const SPACE = 0x20;
const ESCAPED_SURROGATE = /\\u[dD][89a-fA-F]/;
const SURROGATE = /\p{Surrogate}/u;

/**
 * Why readers may differ on a JSON text that can be parsed (RFC 7493): an object names a member twice, of which some take the first and
 * some the last; or a text has half of a surrogate pair, which no UTF-8 can hold. Undefined when they cannot.
 */
export function faultOf(json: string): string | undefined {
  if (hasNameTwice(json)) return 'An object has a name twice';
  if (ESCAPED_SURROGATE.test(json) && hasHalfPair(JSON.parse(json))) return 'A text has half of a surrogate pair';
  return undefined;
}

/** One pass, not recursive: a body may nest thousands deep. */
function hasNameTwice(json: string): boolean {
  /** Names of each open object so far; of a list null. */
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfText(json, at);
      const names = open.at(-1);
      if (names && isName(json, end)) {
        const name = textBetween(json, at, end);
        if (names.has(name)) return true;
        names.add(name);
      }
      at = end;
    } else if (code < LIST) continue;
    else if (code === OBJECT) open.push(new Set());
    else if (code === LIST) open.push(null);
    else if (code === OBJECT_END || code === LIST_END) open.pop();
  }
  return false;
}

/** Where the text that begins at `start` has its last quote. */
function endOfText(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); ; end = json.indexOf('"', end + 1)) {
    let first = end;
    while (json.charCodeAt(first - 1) === BACKSLASH) first -= 1;
    if ((end - first) % 2 === 0) return end;
  }
}

function textBetween(json: string, start: number, end: number): string {
  const raw = json.slice(start + 1, end);
  return raw.includes('\\') ? JSON.parse(`"${raw}"`) : raw;
}

/** Whether a text that ends here is the name of a member. */
function isName(json: string, end: number): boolean {
  let next = end + 1;
  while (json.charCodeAt(next) <= SPACE) next += 1;
  return json.charCodeAt(next) === COLON;
}

function hasHalfPair(root: unknown): boolean {
  const open = [root];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value === 'string' && SURROGATE.test(value)) return true;
    if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) open.push(name, inner);
  }
  return false;
}
