import type { LookupFunction } from 'node:net';
import { Agent, buildConnector, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import type { Guard } from './guard.ts';
import { steadyReplies } from './steady-replies.ts';

/** What a connection pool is made for; requests that agree in it share one. */
export interface PoolKind {
  readonly isGuarded: boolean;
  readonly connectTimeoutMs: number;
  readonly verifyTls: boolean;
}

export interface Proxies {
  readonly http?: string | undefined;
  readonly https?: string | undefined;
  /** Hosts reached directly. */
  readonly except?: readonly string[];
}

/** This machine is never reached through a proxy. */
const ALWAYS_DIRECT = ['localhost', '127.0.0.1', '::1'];
const MOST_POOLS = 16; // apps choose connect timeouts; without an end they could open pools without end

/** Connection pools by kind, opened on first use. */
export class Connections {
  readonly #pools = new Map<string, Dispatcher>();
  readonly #guard: Guard;
  readonly #proxies: Proxies;

  constructor(guard: Guard, proxies: Proxies) {
    this.#guard = guard;
    this.#proxies = proxies;
  }

  pool(kind: PoolKind): Dispatcher {
    const key = `${kind.isGuarded} ${kind.connectTimeoutMs} ${kind.verifyTls}`;
    const found = this.#pools.get(key) ?? this.#open(kind).compose(steadyReplies);
    this.#pools.delete(key);
    this.#pools.set(key, found); // the last one is the one used last
    this.#closeLeastUsed();
    return found;
  }

  async close(): Promise<void> {
    const pools = [...this.#pools.values()];
    this.#pools.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }

  #closeLeastUsed(): void {
    const [oldest] = this.#pools;
    if (this.#pools.size <= MOST_POOLS || !oldest) return;
    this.#pools.delete(oldest[0]);
    void oldest[1].close(); // lets its requests end
  }

  #open({ isGuarded, connectTimeoutMs, verifyTls }: PoolKind): Dispatcher {
    const tls = { timeout: connectTimeoutMs, rejectUnauthorized: verifyTls, allowH2: false };
    const options = { connect: isGuarded ? guardedConnector(this.#guard, tls) : buildConnector(tls), allowH2: false };
    const { http, https, except = [] } = this.#proxies;
    if (!http && !https) return new Agent(options);
    return new EnvHttpProxyAgent({
      ...options,
      httpProxy: http ?? '',
      httpsProxy: https ?? '',
      noProxy: [...ALWAYS_DIRECT, ...except].join(','),
      requestTls: tls,
    });
  }
}

/**
 * Connects only to what the guard answered. The check lives where the socket is opened, so that no redirect, retry or
 * second name look-up comes between; addresses in URLs never reach `lookup`, so they are checked before.
 */
function guardedConnector(guard: Guard, options: buildConnector.BuildOptions): buildConnector.connector {
  const byPort = new Map<number, buildConnector.connector>();
  const connectorOf = (port: number): buildConnector.connector => {
    const found = byPort.get(port) ?? buildConnector({ ...options, lookup: guardedLookup(guard, port) });
    byPort.set(port, found);
    return found;
  };
  return (target, callback) => {
    const port = Number(target.port) || (target.protocol === 'https:' ? 443 : 80);
    const isAddress = /^[\d.]+$|:/.test(target.hostname);
    const checked = isAddress ? guard(target.hostname, port) : Promise.resolve();
    checked.then(
      () => connectorOf(port)(target, callback),
      (error: Error) => callback(error, null),
    );
  };
}

/** Hands Node the checked addresses; it tries them in turn ("happy eyeballs") and asks nobody else. */
function guardedLookup(guard: Guard, port: number): LookupFunction {
  return (host, { all }, callback) => {
    guard(host, port).then(
      (addresses) => {
        const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
        if (all) return callback(null, found);
        const [first] = found;
        if (first) return callback(null, first.address, first.family);
        callback(Object.assign(new Error(`${host} has no address`), { code: 'ENOTFOUND' }), '', 0);
      },
      (error: Error) => callback(error, '', 0),
    );
  };
}
