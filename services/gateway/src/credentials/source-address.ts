import { isIP, isIPv4 } from 'node:net';
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
  if (trustedHops === 0) return normalised(socketAddress);
  return normalised(forwardedFor?.split(',').at(-trustedHops)?.trim());
}

/** One text for one address: IPv4-mapped IPv6 is IPv4, IPv6 is written as RFC 5952 says. */
function normalised(address: string | undefined): string | undefined {
  if (!address || address.includes('%') || isIP(address) === 0) return undefined;
  return isIPv4(address) ? address : ipaddr.process(address).toString();
}

/** What counts as one client for rate limits: an IPv4 address, or a /64, which is what one IPv6 customer gets. */
export function networkOf(address: string): string {
  if (isIPv4(address)) return address;
  return ipaddr.IPv6.networkAddressFromCIDR(`${address}/64`).toString();
}
