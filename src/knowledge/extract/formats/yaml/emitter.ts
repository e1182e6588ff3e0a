import { LineWriter } from './line-writer.ts';
import type { YamlMapping, YamlNode, YamlScalar, YamlSequence } from './node.ts';
import { hasBreaks, styleOf } from './scalar-style.ts';

const INDENT = 2;
/** A longer key is written behind a question mark; its tag counts, though it is not written. */
const MAX_KEY_LENGTH = 128;

/** Where a node stands, which decides how its lines are indented. */
type Place = 'root' | 'sequence' | 'key' | 'value';

/** Documents as PyYAML's `dump_all(…, allow_unicode=True, sort_keys=False)` writes them. */
export function emitDocuments(documents: readonly YamlNode[]): string {
  const writer = new LineWriter();
  documents.forEach((document, at) => {
    if (at > 0) writer.indicator('---');
    new DocumentEmitter(writer, anchorsOf(document)).node(document, 'root', undefined);
    writer.startLine(0);
  });
  if (endsOpen(documents.at(-1))) {
    writer.indicator('...');
    writer.startLine(0);
  }
  return writer.text();
}

/** A lone plain scalar might go on, so its end is marked. */
function endsOpen(document: YamlNode | undefined): boolean {
  return document?.kind === 'scalar' && styleOf(document, false) === 'plain';
}

/** A collection that stands in several places gets a name, in the order in which second places are met. */
function anchorsOf(document: YamlNode): Map<YamlNode, string> {
  const seen = new Set<YamlNode>();
  const names = new Map<YamlNode, string>();
  const visit = (node: YamlNode) => {
    if (node.kind === 'scalar' || names.has(node)) return;
    if (seen.has(node)) {
      names.set(node, `id${String(names.size + 1).padStart(3, '0')}`);
      return;
    }
    seen.add(node);
    const children = node.kind === 'sequence' ? node.items : [...node.entries.values()].map(([, value]) => value);
    children.forEach(visit);
  };
  visit(document);
  return names;
}

class DocumentEmitter {
  readonly #writer: LineWriter;
  readonly #anchors: ReadonlyMap<YamlNode, string>;
  readonly #written = new Set<YamlNode>();

  constructor(writer: LineWriter, anchors: ReadonlyMap<YamlNode, string>) {
    this.#writer = writer;
    this.#anchors = anchors;
  }

  /** `indent` is that of the collection around; the root has none. */
  node(node: YamlNode, place: Place, indent: number | undefined): void {
    if (node.kind === 'scalar') this.#scalar(node, place, indent);
    else if (this.#written.has(node)) this.#writer.indicator(`*${this.#anchors.get(node)}`);
    else this.#collection(node, place, indent);
  }

  #collection(node: YamlSequence | YamlMapping, place: Place, indent: number | undefined): void {
    const anchor = this.#anchors.get(node);
    if (anchor !== undefined) {
      this.#writer.indicator(`&${anchor}`);
      this.#written.add(node);
    }
    if (node.kind === 'sequence') this.#sequence(node.items, place, indent);
    else this.#mapping([...node.entries.values()], indent);
  }

  #scalar(scalar: YamlScalar, place: Place, outer: number | undefined): void {
    const isKey = place === 'key';
    const indent = this.#inner(outer);
    const style = styleOf(scalar, isKey);
    if (style === 'plain') this.#writer.plain(scalar.text, indent, !isKey);
    else if (style === 'single') this.#writer.singleQuoted(scalar.text, indent, !isKey);
    else this.#writer.doubleQuoted(scalar.text, indent, !isKey);
  }

  #inner(indent: number | undefined): number {
    return indent === undefined ? INDENT : indent + INDENT;
  }

  /** Below a key, a list is not indented. */
  #sequence(items: readonly YamlNode[], place: Place, outer: number | undefined): void {
    if (items.length === 0) this.#writer.indicator('[]');
    const isIndentless = place === 'value' && !this.#writer.isIndentation;
    const indent = outer === undefined ? 0 : isIndentless ? outer : outer + INDENT;
    for (const item of items) {
      this.#writer.startLine(indent);
      this.#writer.indicator('-', { keepsIndentation: true });
      this.node(item, 'sequence', indent);
    }
  }

  #mapping(entries: readonly (readonly [YamlScalar, YamlNode])[], outer: number | undefined): void {
    if (entries.length === 0) this.#writer.indicator('{}');
    const indent = outer === undefined ? 0 : outer + INDENT;
    for (const [key, value] of entries) {
      this.#writer.startLine(indent);
      if (isSimple(key)) {
        this.node(key, 'key', indent);
        this.#writer.indicator(':', { needsBlank: false });
      } else {
        this.#writer.indicator('?', { keepsIndentation: true });
        this.node(key, 'value', indent);
        this.#writer.startLine(indent);
        this.#writer.indicator(':', { keepsIndentation: true });
      }
      this.node(value, 'value', indent);
    }
  }
}

function isSimple({ text, type }: YamlScalar): boolean {
  return text !== '' && [...text].length + `!!${type}`.length < MAX_KEY_LENGTH && !hasBreaks(text);
}
