import { Parser } from 'htmlparser2';

/** An element as a small tree. Names are without their prefix, attributes as written. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (XmlElement | string)[];
}

/** No document of people is nested so deep; trees are walked by recursion. */
const MAX_DEPTH = 500;
/** So that a large part never stands in memory as one string. */
const CHUNK_BYTES = 64 * 1024;

/**
 * Gives every element with one of these names as a tree, one after the other, and forgets it: memory does not grow with
 * the document. Of nested ones the outermost. The parser knows no entities but XML's own five: nothing expands.
 */
export function eachElement(xml: Uint8Array, names: readonly string[], visit: (element: XmlElement) => void): void {
  const wanted = new Set(names);
  const open: XmlElement[] = [];
  let depth = 0;
  let endOfLastOpen = -1;
  const parser = new Parser(
    {
      onopentag(written, attributes) {
        endOfLastOpen = parser.endIndex;
        if (++depth > MAX_DEPTH) throw new Error(`its XML is nested deeper than ${MAX_DEPTH} levels`);
        const name = localName(written);
        if (open.length === 0 && !wanted.has(name)) return;
        const element = { name, attributes, children: [] };
        open.at(-1)?.children.push(element);
        open.push(element);
      },
      ontext: (text) => void open.at(-1)?.children.push(text),
      onclosetag(written, isImplied) {
        // `<a/>` counts as implied, too, but closes where it opens
        if (isImplied && parser.endIndex !== endOfLastOpen)
          throw new Error(`its XML is broken: <${written}> is not closed`);
        depth--;
        const element = open.pop();
        if (element !== undefined && open.length === 0) visit(element);
      },
      onprocessinginstruction(name) {
        if (name.toLowerCase() === '!entity') throw new Error('its XML declares entities');
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  feed(parser, xml);
}

function feed(parser: Parser, bytes: Uint8Array): void {
  const decoder = new TextDecoder(isUtf16(bytes) ? (bytes[0] === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8');
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    parser.write(decoder.decode(bytes.subarray(at, at + CHUNK_BYTES), { stream: true }));
  }
  parser.end(decoder.decode());
}

const isUtf16 = ([first, second]: Uint8Array) =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** All elements with one of these names. For small parts. */
export function elementsOf(xml: Uint8Array, ...names: string[]): XmlElement[] {
  const found: XmlElement[] = [];
  eachElement(xml, names, (element) => found.push(element));
  return found;
}

export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => typeof child !== 'string').filter((child) => child.name === name);
}

/** The first element at the end of a path of names. */
export function descend(element: XmlElement | undefined, ...path: string[]): XmlElement | undefined {
  return path.reduce<XmlElement | undefined>((at, name) => (at ? childrenOf(at, name)[0] : undefined), element);
}

/** An attribute by its name without prefix. With `prefixed`, only one that has a prefix: `r:id` beside `id`. */
export function attributeOf(element: XmlElement | undefined, name: string, prefixed = false): string | undefined {
  if (element === undefined) return undefined;
  if (!prefixed && element.attributes[name] !== undefined) return element.attributes[name];
  const key = Object.keys(element.attributes).find((written) => written.endsWith(`:${name}`));
  return key === undefined ? undefined : element.attributes[key];
}

/** All text inside, in order. */
export function textOf(element: XmlElement): string {
  return element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}
