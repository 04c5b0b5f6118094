/** An IP address in numbers that compare: IPv4 has one word of 32 bits, IPv6 has four. */
export type IpAddress = readonly number[];

/** Addresses that share their first bits, `length` of them. */
export interface AddressRange {
  readonly base: IpAddress;
  readonly length: number;
}

const WORD_BITS = 32;
const MAPPED = 0xffff;
const MAPPED_BITS = 96;
const LONGEST = '0000:0000:0000:0000:0000:ffff:255.255.255.255'.length;
/** A byte, or the length of a range. */
const DECIMAL = /^(?:0|[1-9]\d{0,2})$/;
const HEX_GROUP = /^[\da-fA-F]{1,4}$/;

function readIpv4(text: string): number | null {
  const bytes = text.split('.');
  if (bytes.length !== 4) return null;
  let word = 0;
  for (const byte of bytes) {
    if (!DECIMAL.test(byte) || Number(byte) > 255) return null;
    word = word * 256 + Number(byte);
  }
  return word;
}

/** The 16-bit groups of one side of an IPv6 address; its last four bytes may be written as IPv4. */
function readGroups(text: string, mayEndInIpv4: boolean): number[] | null {
  if (text === '') return [];
  const groups: number[] = [];
  const texts = text.split(':');
  for (const [index, group] of texts.entries()) {
    if (HEX_GROUP.test(group)) {
      groups.push(Number.parseInt(group, 16));
      continue;
    }
    const word = mayEndInIpv4 && index === texts.length - 1 ? readIpv4(group) : null;
    if (word === null) return null;
    groups.push(Math.floor(word / 65_536), word % 65_536);
  }
  return groups;
}

function readIpv6(text: string): IpAddress | null {
  const sides = text.split('::');
  if (sides.length > 2) return null;
  const isShortened = sides.length === 2;
  const left = readGroups(sides[0] as string, !isShortened);
  const right = readGroups(sides[1] ?? '', true);
  if (left === null || right === null) return null;
  const missing = 8 - left.length - right.length;
  if (isShortened ? missing < 1 : missing !== 0) return null;
  const groups = [...left, ...new Array<number>(missing).fill(0), ...right];
  return [0, 2, 4, 6].map((at) => (groups[at] as number) * 65_536 + (groups[at + 1] as number));
}

const isMapped = (address: IpAddress): boolean => address[0] === 0 && address[1] === 0 && address[2] === MAPPED;

function readAsWritten(text: string): IpAddress | null {
  if (text.length > LONGEST) return null;
  if (text.includes(':')) return readIpv6(text);
  const word = readIpv4(text);
  return word === null ? null : [word];
}

/** Reads an IPv4 or IPv6 address; `::ffff:a.b.c.d`, however it is spelled, is the IPv4 address. Null when it is none. */
export function readAddress(text: string): IpAddress | null {
  const address = readAsWritten(text);
  return address !== null && isMapped(address) ? address.slice(3) : address;
}

/** Reads an address, which is a range of one, or a CIDR range; one within `::ffff:0:0/96` is an IPv4 range. Null when it is none. */
export function readAddressRange(text: string): AddressRange | null {
  const slash = text.indexOf('/');
  const base = readAsWritten(slash < 0 ? text : text.slice(0, slash));
  if (base === null) return null;
  const most = base.length * WORD_BITS;
  const written = text.slice(slash + 1);
  if (slash >= 0 && !DECIMAL.test(written)) return null;
  const length = slash < 0 ? most : Number(written);
  if (length > most) return null;
  if (isMapped(base) && length >= MAPPED_BITS) return { base: base.slice(3), length: length - MAPPED_BITS };
  return { base, length };
}

/** Whether an address lies in a range. IPv4 and IPv6 never do in one another. */
export function isInRange(address: IpAddress, { base, length }: AddressRange): boolean {
  if (address.length !== base.length) return false;
  for (let index = 0, bits = length; bits > 0; index += 1, bits -= WORD_BITS) {
    const differing = ((address[index] as number) ^ (base[index] as number)) >>> 0;
    if (bits >= WORD_BITS ? differing !== 0 : differing >>> (WORD_BITS - bits) !== 0) return false;
  }
  return true;
}
