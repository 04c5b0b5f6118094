import { withoutBlanks } from '@genkan/http-kit/without-blanks';
import ipaddr from 'ipaddr.js';

/** Networks of the proxies in front of the gateway, the nearest one and those behind it. */
export type TrustedProxies = readonly (readonly [ipaddr.IPv4 | ipaddr.IPv6, number])[];

/**
 * Reads addresses and CIDR ranges.
 *
 * @throws Error that names the first which is neither
 */
export const trustedProxiesOf = (texts: readonly string[]): TrustedProxies =>
  texts.map((text) => {
    if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
    const address = parsed(text);
    if (!address) throw new Error(`${text} is no IP address and no CIDR range`);
    return [address, address.kind() === 'ipv4' ? 32 : 128];
  });

/**
 * The caller's address: the socket's, unless that is a trusted proxy. Then it is the last entry of X-Forwarded-For that is
 * no trusted proxy itself; entries before it may be forged. Undefined when that entry cannot be read or is missing: then the gateway
 * refuses the call and never takes it for another client's.
 */
export function sourceAddress(
  socketAddress: string | undefined,
  forwardedFor: string | undefined,
  proxies: TrustedProxies,
): string | undefined {
  const entries = forwardedFor === undefined ? [] : forwardedFor.split(',');
  let address = parsed(socketAddress ?? '');
  while (address && isTrusted(address, proxies)) {
    const entry = entries.pop();
    // A trusted host that calls by itself, through another one, is the first of the list.
    if (entry === undefined && forwardedFor !== undefined) break;
    address = parsed(withoutBlanks(entry ?? ''));
  }
  return address?.toString();
}

const isTrusted = (address: ipaddr.IPv4 | ipaddr.IPv6, proxies: TrustedProxies): boolean =>
  proxies.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits));

/** One value for one address: IPv4-mapped IPv6 is IPv4. Strict: no short forms, no octal numbers, no zones. */
function parsed(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  if (text.includes('%') || !ipaddr.IPv6.isValid(text)) return undefined;
  return ipaddr.process(text);
}
