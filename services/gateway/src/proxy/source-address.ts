import ipaddr from 'ipaddr.js';

/**
 * The caller's address: the socket's, or behind `trustedHops` proxies the entry that the outermost of them wrote into
 * X-Forwarded-For. Undefined when it cannot be read there; then the call is refused, never taken for somebody else's.
 */
export function sourceAddress(
  socketAddress: string | undefined,
  forwardedFor: string | undefined,
  trustedHops: number,
): string | undefined {
  if (trustedHops === 0) return normalised(socketAddress ?? '');
  return normalised(forwardedFor?.split(',').at(-trustedHops)?.trim() ?? '');
}

/** One text for one address: IPv4-mapped IPv6 is IPv4, IPv6 is written as RFC 5952 says. */
function normalised(address: string): string | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return address;
  if (address.includes('%') || !ipaddr.IPv6.isValid(address)) return undefined;
  return ipaddr.process(address).toString();
}
