/** A range of addresses of one family; a single address is the range of its full length. */
export interface AddressRange {
  readonly family: 4 | 6;
  readonly bits: bigint;
  /** How many of the leading bits count. */
  readonly length: number;
}

/** Reads `<address>` or `<address>/<length>`; `undefined` when it is malformed. */
export function addressRange(text: string): AddressRange | undefined {
  const [address = '', length, ...more] = text.split('/');
  if (more.length > 0 || (length !== undefined && !/^(0|[1-9][0-9]{0,2})$/.test(length))) return undefined;
  const v4 = ipv4Bits(address);
  if (v4 !== undefined) return range(4, v4, Number(length ?? 32));
  const v6 = ipv6Bits(address);
  if (v6 !== undefined) return range(6, v6, Number(length ?? 128));
  return undefined;
}

function range(family: 4 | 6, bits: bigint, length: number): AddressRange | undefined {
  if (length > widthOf(family)) return undefined;
  // ::ffff:0:0/96 or narrower is IPv4.
  if (family === 6 && length >= 96 && bits >> 32n === 0xffffn)
    return { family: 4, bits: bits & 0xffffffffn, length: length - 96 };
  return { family, bits, length };
}

/** Whether the leading bits of the address are those of the range. */
export function inRange(address: AddressRange, { family, bits, length }: AddressRange): boolean {
  const ignored = BigInt(widthOf(family) - length);
  return address.family === family && address.bits >> ignored === bits >> ignored;
}

const widthOf = (family: 4 | 6) => (family === 4 ? 32 : 128);

/** Four decimal numbers without leading zeros. */
function ipv4Bits(text: string): bigint | undefined {
  const numbers = text.split('.');
  if (numbers.length !== 4 || !numbers.every((n) => /^(0|[1-9][0-9]{0,2})$/.test(n) && Number(n) <= 255))
    return undefined;
  return numbers.reduce((bits, n) => (bits << 8n) | BigInt(n), 0n);
}

/** RFC 4291, 2.2: eight groups of hexadecimal digits; `::` once for one or more groups of zeros; the last two may be an IPv4 address. */
function ipv6Bits(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const groups = withoutIpv4(head ?? [], tail === undefined);
  const groupsAfter = tail === undefined ? [] : withoutIpv4(tail, true);
  if (!groups || !groupsAfter) return undefined;
  const gap = 8 - groups.length - groupsAfter.length;
  if (tail === undefined ? gap !== 0 : gap < 1) return undefined;
  const all = [...groups, ...new Array<string>(gap).fill('0'), ...groupsAfter];
  if (!all.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return all.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n);
}

/** The groups, with an IPv4 address at the very end of the text written as two groups. */
function withoutIpv4(groups: string[], atTheEnd: boolean): string[] | undefined {
  const last = groups.at(-1);
  if (!atTheEnd || !last?.includes('.')) return groups;
  const bits = ipv4Bits(last);
  if (bits === undefined) return undefined;
  return [...groups.slice(0, -1), (bits >> 16n).toString(16), (bits & 0xffffn).toString(16)];
}
