import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Special-purpose IPv4 addresses of the IANA registry: this host, private, shared, link-local, … */
const specialIPv4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16'],
  ...['172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16'],
  ...['198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
];
/** Within what is given out in IPv6: documentation, tests, and what carries an IPv4 address. */
const specialIPv6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const special = listOf(specialIPv4, 'ipv4');
/** All that is given out for use on the internet; the rest is loopback, local, mapped or nobody's. */
const givenOut = listOf(['2000::/3'], 'ipv6');
const specialGivenOut = listOf(specialIPv6, 'ipv6');

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** @returns whether the IP address is somebody's on the internet, and not one inside a network. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !special.check(address, 'ipv4');
  if (!isIPv6(address) || address.includes('%')) return false;
  return givenOut.check(address, 'ipv6') && !specialGivenOut.check(address, 'ipv6');
}

/** @returns whether the IP address is this machine's own. */
export function isLoopback(address: string): boolean {
  if (isIPv4(address)) return loopback.check(address, 'ipv4');
  return address === '::1';
}

function listOf(subnets: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [address = '', length] = subnet.split('/');
    list.addSubnet(address, Number(length), family);
  }
  return list;
}
