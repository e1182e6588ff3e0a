import { type UnzipFileInfo, unzipSync } from 'fflate';
import type { ExtractLimits } from './limits.ts';

/** Small parts may be packed better than `maxExpansionRatio`: they cannot do harm. */
const RATIO_COUNTS_FROM_BYTES = 16 * 1024 ** 2;

/** First bytes of an OLE file: Office wraps a document in one when it is protected, and old formats are one. */
const OLE_MAGIC = [0xd0, 0xcf, 0x11, 0xe0];

/**
 * The parts of a zipped document. Names are keys only: nothing is ever written to a disk. Parts are unpacked one by one
 * when they are asked for, and the sum of all is limited by what the directory declares: an output never grows beyond.
 */
export class Archive {
  readonly #bytes: Uint8Array;
  readonly #limits: ExtractLimits;
  readonly #entries = new Map<string, UnzipFileInfo & { readonly place: number }>();
  #count = 0;
  #expandedBytes = 0;

  constructor(bytes: Uint8Array, limits: ExtractLimits) {
    this.#bytes = bytes;
    this.#limits = limits;
    refuseOtherFormats(bytes);
    unzipSync(bytes, { filter: (entry) => this.#list(entry) });
  }

  /** Some writers on Windows separate folders by backslashes, and Office looks parts up without regard to case. */
  #list(entry: UnzipFileInfo): false {
    const { maxArchiveEntries } = this.#limits;
    if (this.#count >= maxArchiveEntries) throw new Error(`the archive has more than ${maxArchiveEntries} entries`);
    this.#entries.set(keyOf(entry.name), { ...entry, place: this.#count++ });
    return false;
  }

  has(name: string): boolean {
    return this.#entries.has(keyOf(name));
  }

  read(name: string): Uint8Array {
    const content = this.find(name);
    if (content === undefined) throw new Error(`there is no "${name}" in the archive`);
    return content;
  }

  find(name: string): Uint8Array | undefined {
    const entry = this.#entries.get(keyOf(name));
    if (entry === undefined) return undefined;
    this.#admit(entry);
    let place = 0; // names may come twice, and only one of them was admitted
    return unzipSync(this.#bytes, { filter: () => place++ === entry.place })[entry.name];
  }

  #admit({ name, size, originalSize }: UnzipFileInfo): void {
    const { maxExpandedBytes, maxExpansionRatio } = this.#limits;
    this.#expandedBytes += originalSize;
    if (this.#expandedBytes > maxExpandedBytes) {
      throw new Error(`its parts unpack to more than ${maxExpandedBytes} bytes`);
    }
    if (originalSize > RATIO_COUNTS_FROM_BYTES && originalSize > size * maxExpansionRatio) {
      throw new Error(`"${name}" unpacks to more than ${maxExpansionRatio} times its size`);
    }
  }
}

const keyOf = (name: string) => name.replaceAll('\\', '/').replace(/^\//, '').toLowerCase();

function refuseOtherFormats(bytes: Uint8Array): void {
  if (OLE_MAGIC.every((byte, at) => bytes[at] === byte)) {
    throw new Error('it is protected by a password, or an older Office file under a newer name');
  }
}
