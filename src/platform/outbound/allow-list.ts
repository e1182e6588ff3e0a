import ipaddr from 'ipaddr.js';
import { KnownError } from '../../kernel/index.ts';
import { type Address, isPrivate, parseAddress } from './address.ts';

/** A place someone wants to connect to: a host as it was written, and one address it has. */
export interface Destination {
  readonly host: string;
  readonly port: number;
  readonly address: Address;
}

/** True for what the operator named. */
export type AllowList = (destination: Destination) => boolean;

/** Reads `HOST[:PORT]`, `CIDR` and `private`, as `--allow-net` takes them. */
export function parseAllowList(entries: readonly string[]): AllowList {
  const rules = entries.map(parseEntry);
  return (destination) => rules.some((rule) => rule(destination));
}

function parseEntry(entry: string): AllowList {
  if (entry === 'private') return ({ address }) => isPrivate(address);
  return parseNetwork(entry) ?? parseHost(entry);
}

function parseNetwork(entry: string): AllowList | undefined {
  if (!entry.includes('/')) return undefined;
  if (!ipaddr.isValidCIDR(entry)) throw invalid(entry);
  const [network, bits] = ipaddr.parseCIDR(entry);
  return ({ address }) => address.kind() === network.kind() && address.match([network, bits]);
}

const HOST_AND_PORT = /^(?<host>\[[^\]]+\]|[^:]+)(?::(?<port>\d{1,5}))?$/;

const MAX_PORT = 65_535;

/** An address as a host allows every name for it; a name allows every address it has. */
function parseHost(entry: string): AllowList {
  const isBareIpv6 = ipaddr.IPv6.isValid(entry);
  const found = HOST_AND_PORT.exec(isBareIpv6 ? `[${entry}]` : entry)?.groups;
  if (!found?.['host'] || /[\s@?#*]/.test(entry) || Number(found['port'] ?? 0) > MAX_PORT) throw invalid(entry);
  const port = found['port'] === undefined ? undefined : Number(found['port']);
  const wanted = parseAddress(found['host']);
  const name = normalHost(found['host']);
  return (destination) => {
    if (port !== undefined && port !== destination.port) return false;
    return wanted ? destination.address.toString() === wanted.toString() : normalHost(destination.host) === name;
  };
}

/** Names are compared without case and without the dot of the root. */
function normalHost(host: string): string {
  return host.toLowerCase().replace(/\.$/, '');
}

function invalid(entry: string): KnownError {
  return new KnownError('configuration_invalid', {
    message: `"${entry}" names no network place`,
    hint: 'Allowed are HOST, HOST:PORT, an address range such as 10.0.0.0/8, and the word private.',
  });
}
