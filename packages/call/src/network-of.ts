import ipaddr from 'ipaddr.js';

/**
 * Whom a limit by address is for: the address itself in IPv4 (also when written as `::ffff:…`), the first 64 bits in IPv6, of
 * which one household has as many addresses as it wants.
 *
 * @throws Error when it is no address
 */
export function networkOf(address: string): string {
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  const prefix = (parsed as ipaddr.IPv6).parts.slice(0, 4);
  return `${prefix.map((part) => part.toString(16)).join(':')}::/64`;
}
