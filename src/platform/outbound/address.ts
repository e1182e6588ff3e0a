import ipaddr from 'ipaddr.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/**
 * Services of a cloud for the machine itself, some of which give its credentials away, at addresses that look public or
 * like a neighbour's: Azure's WireServer, the metadata servers of AWS, Google Cloud and Scaleway.
 */
const CLOUD_SERVICES = new Set(['168.63.129.16', 'fd00:ec2::254', 'fd20:ce::254', 'fd00:42::42']);

/** Where IPv6 has given out addresses so far (IANA): everything else is special or unused. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/** The translation prefix of NAT64 whose last 32 bits are an IPv4 address (RFC 6052). */
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

/** Reads `1.2.3.4`, `::1`, `[::1]`, `fe80::1%eth0`; an IPv4 address inside an IPv6 one counts as that. */
export function parseAddress(text: string): Address | undefined {
  const bare = text.replace(/^\[(.*)\]$/, '$1').replace(/%.*$/, '');
  if (!ipaddr.IPv6.isValid(bare) && !ipaddr.IPv4.isValidFourPartDecimal(bare)) return undefined;
  const address = ipaddr.process(bare);
  return address instanceof ipaddr.IPv6 && address.match(NAT64) ? embeddedIn(address) : address;
}

function embeddedIn(address: ipaddr.IPv6): ipaddr.IPv4 {
  return new ipaddr.IPv4(address.toByteArray().slice(12));
}

export function isPublic(address: Address): boolean {
  if (address instanceof ipaddr.IPv6) return address.range() === 'unicast' && address.match(GLOBAL_UNICAST);
  return address.range() === 'unicast' && !isCloudService(address);
}

/** What the word `private` allows: this machine and the networks people number themselves; no metadata services. */
export function isPrivate(address: Address): boolean {
  return ['loopback', 'private', 'uniqueLocal'].includes(address.range()) && !isCloudService(address);
}

function isCloudService(address: Address): boolean {
  return CLOUD_SERVICES.has(address.toString());
}
