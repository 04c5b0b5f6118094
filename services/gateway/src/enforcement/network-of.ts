import ipaddr from 'ipaddr.js';

/** What counts as one client for rate limits: an IPv4 address, or a /64, which is what one IPv6 customer gets. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  return ipaddr.IPv6.networkAddressFromCIDR(`${address}/64`).toString();
}
