import { readFileSync, writeFileSync } from 'node:fs';

/**
 * From version 25 on the Linux builds of Node are linked with libatomic, which many small systems lack (debian:slim,
 * ubuntu), and one function of it: a compare-and-exchange of eight bytes, which V8 asks for in so general a form that
 * the compiler does not do it itself. The executable must run where nothing is installed, so this puts the function into
 * a gap of the code and takes the library off the list of what is needed. ELF words: the System V ABI, "Dynamic Linking".
 */

const SYMBOL = '__atomic_compare_exchange';
const LIBRARY = 'libatomic.so.1';

/**
 * `bool (size, object, expected, desired, …)` for a size of 8, in the strongest memory order, which serves every other.
 * Another size ends the process at once: nothing is ever done that is not atomic.
 */
const FUNCTIONS: Readonly<Record<number, Buffer>> = {
  // x86-64: cmp rdi,8; jne trap; mov rax,[rdx]; mov rcx,[rcx]; lock cmpxchg [rsi],rcx; je done; mov [rdx],rax;
  // done: sete al; ret; trap: ud2
  62: Buffer.from('4883ff087514488b02488b09f0480fb10e74034889020f94c0c30f0b', 'hex'),
  // aarch64: cmp x0,#8; b.ne trap; ldr x9,[x2]; ldr x10,[x3]; again: ldaxr x11,[x1]; cmp x11,x9; b.ne other;
  // stlxr w12,x10,[x1]; cbnz w12,again; dmb ish; mov w0,#1; ret; other: clrex; str x11,[x2]; mov w0,#0; ret; trap: brk #1
  183: words(
    [0xf100201f, 0x540001e1, 0xf9400049, 0xf940006a, 0xc85ffc2b, 0xeb09017f, 0x540000c1, 0xc80cfc2a],
    [0x35ffff8c, 0xd5033bbf, 0x52800020, 0xd65f03c0],
    [0xd5033f5f, 0xf900004b, 0x52800000, 0xd65f03c0, 0xd4200020],
  ),
};

function words(...groups: readonly (readonly number[])[]): Buffer {
  const code = Buffer.alloc(groups.flat().length * 4);
  for (const [at, word] of groups.flat().entries()) code.writeUInt32LE(word, at * 4);
  return code;
}

const TYPE_EXECUTABLE = 2;
const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const EXECUTABLE_FLAG = 1;
const tags = { needed: 1, strings: 5, symbols: 6, relocationBytes: 2, relocations: 23, versions: 0x6ffffff0 };
const versionTags = { needs: 0x6ffffffe, needCount: 0x6fffffff };
const RELOCATION_BYTES = 24;
const SYMBOL_BYTES = 24;

/** Changes the file; a Node that does not need the library stays as it is. */
export function removeLibatomic(path: string): void {
  const image = readFileSync(path);
  if (new Elf(image).freeOfLibatomic()) writeFileSync(path, image);
}

interface Piece {
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly address: number;
  readonly size: number;
}

/** A 64 bit, little-endian ELF executable in memory. */
class Elf {
  readonly #image: Buffer;
  readonly #segments: readonly Piece[];
  readonly #dynamic: Piece;

  constructor(image: Buffer) {
    this.#image = image;
    this.#segments = this.#readTable(32, 54, 56, (at) => ({
      type: image.readUInt32LE(at),
      flags: image.readUInt32LE(at + 4),
      offset: this.#long(at + 8),
      address: this.#long(at + 16),
      size: this.#long(at + 32),
    }));
    const dynamic = this.#segments.find(({ type }) => type === PT_DYNAMIC);
    if (image.readUInt16LE(16) !== TYPE_EXECUTABLE || !dynamic) throw new Error('Not an executable at a fixed address');
    this.#dynamic = dynamic;
  }

  /** False when there was nothing to do. */
  freeOfLibatomic(): boolean {
    const needed = this.#entries().find(({ tag, value }) => tag === tags.needed && this.#string(value) === LIBRARY);
    if (!needed) return false;
    const symbol = this.#redirectCalls(this.#placeFunction());
    this.#image.writeUInt16LE(1, this.#fileOffset(this.#value(tags.versions)) + symbol * 2); // of no version
    this.#forgetVersionsOfLibrary();
    this.#removeEntry(needed.at);
    return true;
  }

  /** Writes the function into the padding between two sections of code. Its address. */
  #placeFunction(): number {
    const code = FUNCTIONS[this.#image.readUInt16LE(18)];
    if (!code) throw new Error(`No ${SYMBOL} for this machine`);
    const isCode = ({ type, flags }: Piece) => type === PT_LOAD && (flags & EXECUTABLE_FLAG) !== 0;
    for (const segment of this.#segments.filter(isCode)) {
      const inside = this.#sections().filter(({ address }) => holds(segment, address));
      for (const { address, size } of inside) {
        const start = Math.ceil((address + size) / 16) * 16;
        const next = Math.min(...inside.map((other) => other.address).filter((other) => other >= address + size));
        if (next === Number.POSITIVE_INFINITY || next - start < code.length) continue;
        const offset = start - segment.address + segment.offset;
        if (this.#image.subarray(offset, offset + code.length).some((byte) => byte !== 0)) continue;
        code.copy(this.#image, offset);
        return start;
      }
    }
    throw new Error(`No room for ${SYMBOL}`);
  }

  /** Fills the slot through which the function is called, and the loader leaves it alone. The symbol's number. */
  #redirectCalls(address: number): number {
    const start = this.#fileOffset(this.#value(tags.relocations));
    const end = start + this.#value(tags.relocationBytes);
    for (let at = start; at < end; at += RELOCATION_BYTES) {
      const symbol = this.#image.readUInt32LE(at + 12);
      if (this.#symbolName(symbol) !== SYMBOL) continue;
      this.#image.writeBigUInt64LE(BigInt(address), this.#fileOffset(this.#long(at)));
      this.#image.fill(0, at + 8, at + 24); // a relocation of the kind NONE
      return symbol;
    }
    throw new Error(`${SYMBOL} is not called as expected`);
  }

  /** Unlinks the library from the list of wanted versions; there must be one version of one symbol. */
  #forgetVersionsOfLibrary(): void {
    let before: number | undefined;
    for (let at = this.#fileOffset(this.#value(versionTags.needs)); ; ) {
      const [count, file, next] = [at + 2, at + 4, at + 12].map((place, index) =>
        index === 0 ? this.#image.readUInt16LE(place) : this.#image.readUInt32LE(place),
      ) as [number, number, number];
      if (this.#string(file) === LIBRARY) {
        if (count !== 1) throw new Error(`${LIBRARY} is needed for more than ${SYMBOL}`);
        this.#unlinkVersion(before, next);
        return;
      }
      if (next === 0) throw new Error(`${LIBRARY} has no version`);
      before = at;
      at += next;
    }
  }

  #unlinkVersion(before: number | undefined, next: number): void {
    const [needs, count] = [this.#entry(versionTags.needs), this.#entry(versionTags.needCount)];
    this.#image.writeBigUInt64LE(BigInt(count.value - 1), count.at + 8);
    if (before === undefined) this.#image.writeBigUInt64LE(BigInt(needs.value + next), needs.at + 8);
    else this.#image.writeUInt32LE(next === 0 ? 0 : this.#image.readUInt32LE(before + 12) + next, before + 12);
  }

  #removeEntry(at: number): void {
    const end = this.#dynamic.offset + this.#dynamic.size;
    this.#image.copyWithin(at, at + 16, end);
    this.#image.fill(0, end - 16, end);
  }

  #entries(): { at: number; tag: number; value: number }[] {
    const { offset, size } = this.#dynamic;
    return Array.from({ length: size / 16 }, (_, index) => offset + index * 16).map((at) => {
      return { at, tag: this.#long(at), value: this.#long(at + 8) };
    });
  }

  #entry(tag: number): { at: number; value: number } {
    const found = this.#entries().find((entry) => entry.tag === tag);
    if (!found) throw new Error(`No dynamic entry ${tag}`);
    return found;
  }

  #value(tag: number): number {
    return this.#entry(tag).value;
  }

  #string(at: number): string {
    const start = this.#fileOffset(this.#value(tags.strings)) + at;
    return this.#image.toString('latin1', start, this.#image.indexOf(0, start));
  }

  #symbolName(index: number): string {
    const at = this.#fileOffset(this.#value(tags.symbols)) + index * SYMBOL_BYTES;
    return this.#string(this.#image.readUInt32LE(at));
  }

  #sections(): { address: number; size: number }[] {
    return this.#readTable(40, 58, 60, (at) => ({ address: this.#long(at + 16), size: this.#long(at + 32) }));
  }

  /** A table of the header: where its offset, the size of an entry and their number stand. */
  #readTable<Entry>(offsetAt: number, sizeAt: number, countAt: number, read: (at: number) => Entry): Entry[] {
    const [offset, size] = [this.#long(offsetAt), this.#image.readUInt16LE(sizeAt)];
    return Array.from({ length: this.#image.readUInt16LE(countAt) }, (_, index) => read(offset + index * size));
  }

  #fileOffset(address: number): number {
    const segment = this.#segments.find((candidate) => candidate.type === PT_LOAD && holds(candidate, address));
    if (!segment) throw new Error(`Address ${address} is not in the file`);
    return address - segment.address + segment.offset;
  }

  #long(at: number): number {
    return Number(this.#image.readBigUInt64LE(at));
  }
}

function holds({ address, size }: Piece, wanted: number): boolean {
  return wanted >= address && wanted < address + size;
}
