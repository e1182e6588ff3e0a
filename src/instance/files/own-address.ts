import type { Config } from '../../platform/config/index.ts';

/** The base of links to this program: what is configured, else where it listens, once it does. */
export class OwnAddress {
  readonly #configured: string | undefined;
  #listening: string;

  constructor({ filesUrl, host, port }: Pick<Config, 'filesUrl' | 'host' | 'port'>) {
    this.#configured = filesUrl?.replace(/\/+$/, ''); // people write it with a slash, too
    this.#listening = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  }

  get url(): string {
    return this.#configured ?? this.#listening;
  }

  /** Only now a port is known that the system has chosen, and an address in place of one that means all. */
  listensAt(url: string): void {
    this.#listening = url;
  }
}
