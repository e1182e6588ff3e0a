import { Parser } from 'htmlparser2';

/** Elements that begin and end a line of their own. */
const BLOCKS = new Set(
  (
    'address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form ' +
    'h1 h2 h3 h4 h5 h6 header hgroup hr html li main menu nav ol p pre search section summary table tbody td tfoot th ' +
    'thead tr ul br title caption option'
  ).split(' '),
);

/** What a reader never sees. */
const HIDDEN = new Set(['head', 'script', 'style', 'template', 'noscript', 'svg', 'object']);

/** The parser's work grows with the square of the depth; tags that an old mail forgets to close make some thousands. */
const MAX_DEPTH = 10_000;

/**
 * The text of an HTML page, a block per line, blanks joined as a browser does; cells of a row are parted by blanks.
 * Nothing is fetched and nothing is run.
 */
export function htmlBlocks(html: string): string[] {
  const blocks: string[] = [];
  let line: string[] = [];
  let hidden = 0;
  let depth = 0;
  const endLine = () => {
    const text = line
      .join('')
      .replaceAll(/[ \t\n\r\f]+/g, ' ')
      .trim();
    if (text !== '') blocks.push(text);
    line = [];
  };
  const border = (name: string) => {
    if (name === 'td' || name === 'th') line.push(' ');
    else if (BLOCKS.has(name)) endLine();
  };
  const parser = new Parser({
    onopentagname(name) {
      if (++depth > MAX_DEPTH) throw new Error(`its HTML is nested deeper than ${MAX_DEPTH} levels`);
      if (HIDDEN.has(name)) hidden++;
      border(name);
    },
    onclosetag(name) {
      depth--;
      if (HIDDEN.has(name)) hidden--;
      border(name);
    },
    ontext: (text) => {
      if (hidden === 0) line.push(text);
    },
  });
  parser.end(html);
  endLine();
  return blocks;
}
