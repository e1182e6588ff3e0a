import { KnownError } from '../../kernel/index.ts';
import { isPublic, parseAddress } from './address.ts';
import type { AllowList } from './allow-list.ts';

/** All addresses of a host name; rejects when there are none. */
export type Resolve = (host: string) => Promise<readonly string[]>;

export const resolveBySystem: Resolve = async (host) => {
  const { lookup } = await import('node:dns/promises'); // it costs every start some milliseconds
  return (await lookup(host, { all: true })).map(({ address }) => address);
};

/** Answers with the addresses of a host that may be connected to: those and no others are then used. */
export type Guard = (host: string, port: number) => Promise<readonly string[]>;

/**
 * One refused address refuses the host: a name with a public and an inner address is an attack or a mistake, and
 * choosing the public one would only make it work now and then.
 */
export function createGuard(isAllowed: AllowList, resolve: Resolve): Guard {
  return async (host, port) => {
    const isLiteral = parseAddress(host) !== undefined;
    const addresses = isLiteral ? [host.replace(/^\[|\]$/g, '')] : await resolve(host);
    for (const text of addresses) {
      const address = parseAddress(text);
      if (!address) throw refused(host, port, text);
      if (!isPublic(address) && !isAllowed({ host, port, address })) throw refused(host, port, address.toString());
    }
    return addresses;
  };
}

/** The message ends with whoever asked, who need not learn how the inner network is numbered: only the hint, which stays here, tells it. */
function refused(host: string, port: number, address: string): KnownError {
  const isBareIpv6 = host.includes(':') && !host.startsWith('[');
  const place = `${isBareIpv6 ? `[${host}]` : host}:${port}`;
  const via = host === address ? '' : ` (its address is ${address})`;
  return new KnownError('outbound_refused', {
    message: `${place} may not be reached: it is not a public address`,
    hint: `If an app may reach it${via}, allow it: --allow-net ${place}, or DIFY_OUTBOUND_ALLOW=${place}.`,
  });
}
