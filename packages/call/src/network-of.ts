import ipaddr from 'ipaddr.js';

/**
 * The client that a limit by address counts: the address itself in IPv4 (also when written as `::ffff:…`), the first 64 bits in
 * IPv6, because one household has as many addresses below them as it wants.
 *
 * @throws Error when it is no address
 */
export function networkOf(address: string): string {
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  const prefix = (parsed as ipaddr.IPv6).parts.slice(0, 4);
  return `${prefix.map((part) => part.toString(16)).join(':')}::/64`;
}
