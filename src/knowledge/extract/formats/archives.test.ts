import { expect, test } from 'vitest';
import { defaultLimits } from '../limits.ts';
import { docx, epub, odt, pptx, relationships, xlsx, zip } from '../testing/documents.ts';
import { docxText } from './docx.ts';
import { epubText } from './epub.ts';
import { odtText } from './odt.ts';
import { pptxText } from './pptx.ts';
import { xlsxText } from './xlsx/index.ts';

const paragraph = (text: string) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;
const cell = (text: string, properties = '') => `<w:tc><w:tcPr>${properties}</w:tcPr>${paragraph(text)}</w:tc>`;
const row = (...cells: string[]) => `<w:tr>${cells.join('')}</w:tr>`;

const readDocx = (body: string) => docxText(docx(body), defaultLimits);

test('DOCX: paragraphs and tables keep their order', () => {
  const table = `<w:tbl>${row(cell('Name'), cell('Value'))}${row(cell('Color'), cell('Blue'))}</w:tbl>`;
  expect(readDocx(`${paragraph('Intro')}${table}${paragraph('Outro')}`)).toBe(
    'Intro\n| Name | Value |\n| --- | --- |\n| Color | Blue |\n\nOutro',
  );
});

test('DOCX: tabs, breaks, links and insertions are text, deletions and text boxes are not', () => {
  const runs = [
    '<w:r><w:t>a &amp; b</w:t><w:tab/><w:t>c</w:t><w:br/><w:t>d</w:t><w:br w:type="page"/></w:r>',
    '<w:hyperlink><w:r><w:t xml:space="preserve"> link</w:t></w:r></w:hyperlink>',
    '<w:ins><w:r><w:t>+</w:t></w:r></w:ins><w:del><w:r><w:delText>-</w:delText></w:r></w:del>',
    `<w:r><mc:AlternateContent><w:txbxContent>${paragraph('box')}</w:txbxContent></mc:AlternateContent></w:r>`,
  ];
  expect(readDocx(`<w:p>${runs.join('')}</w:p><w:p/>`)).toBe('a & b\tc\nd link+\n');
});

test('DOCX: a cell over several columns or rows is repeated, an empty table is left out', () => {
  const wide = row(cell('Head', '<w:gridSpan w:val="2"/>'));
  const tall = row(cell('x', '<w:vMerge w:val="restart"/>'), cell('1'));
  const below = row(cell('', '<w:vMerge/>'), `<w:tc>${paragraph('2')}${paragraph('3')}</w:tc>`);
  expect(readDocx(`<w:tbl>${wide}${tall}${below}</w:tbl><w:tbl>${row(cell(' '))}</w:tbl>`)).toBe(
    '| Head | Head |\n| --- | --- |\n| x | 1 |\n| x | 2<br>3 |\n',
  );
});

test('DOCX: the main part is found by its relationship, and by backslashes', () => {
  const document = `<w:document><w:body>${paragraph('here')}</w:body></w:document>`;
  const moved = {
    '_rels/.rels': relationships({ r: ['officeDocument', '/other/doc.xml'] }),
    'other/doc.xml': document,
  };
  expect(docxText(zip(moved), defaultLimits)).toBe('here');
  expect(docxText(zip({ 'word\\document.xml': document }), defaultLimits)).toBe('here');
});

const inline = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
const number = (value: number | string, attributes = '') => `<c ${attributes}><v>${value}</v></c>`;
const sheetRow = (...cells: string[]) => `<row>${cells.join('')}</row>`;

function readSheet(...rows: string[]): string {
  const formats = ['0', '14', '164', '46'].map((id) => `<xf numFmtId="${id}"/>`).join('');
  const styles = `<numFmts><numFmt numFmtId="164" formatCode="[$-409]h:mm&quot;d&quot;"/></numFmts><cellXfs>${formats}</cellXfs>`;
  return xlsxText(
    xlsx({ sheets: [rows.join('')], sharedStrings: ['<t>one</t>', '<r><t>t</t></r><r><t>wo</t></r>'], styles }),
    defaultLimits,
  );
}

// Expected texts follow pandas.read_excel, dropna(how="all") and str() of each value of iterrows()
test.each([
  [
    'texts and whole numbers',
    [sheetRow(inline('Name'), inline('Value')), sheetRow(inline('Ann\nLee'), number(1))],
    '| Name | Value |\n| ---- | ----- |\n| Ann Lee | 1 |',
  ],
  [
    'shared strings',
    [sheetRow('<c t="s"><v>0</v></c>'), sheetRow('<c t="s"><v>1</v></c>')],
    '| one |\n| --- |\n| two |',
  ],
  [
    'a gap makes fractions of a column',
    [sheetRow(inline('t'), inline('n')), sheetRow(inline('x'), number(1)), sheetRow(inline('y'))],
    '| t | n |\n| - | - |\n| x | 1.0 |\n| y | nan |',
  ],
  [
    'a fraction makes fractions of its row',
    [sheetRow(inline('a'), inline('b')), sheetRow(number(1), number(2.5)), sheetRow(number(3), number(4))],
    '| a | b |\n| - | - |\n| 1.0 | 2.5 |\n| 3.0 | 4.0 |',
  ],
  [
    'columns without a name, or with one that was there',
    [sheetRow(inline('a'), '<c/>', inline('a')), sheetRow(inline('1x'), inline('2x'), inline('3x'))],
    '| a | Unnamed: 1 | a.1 |\n| - | ---------- | --- |\n| 1x | 2x | 3x |',
  ],
  [
    'texts of numbers become numbers',
    [sheetRow(inline('zip')), sheetRow(inline('007')), sheetRow(inline('12'))],
    '| zip |\n| --- |\n| 7 |\n| 12 |',
  ],
  [
    'errors and words for nothing are missing',
    [
      sheetRow(inline('a'), inline('b')),
      sheetRow('<c t="e"><v>#N/A</v></c>', inline('x')),
      sheetRow(inline('N/A'), inline('y')),
      sheetRow(inline('z'), inline('z')),
    ],
    '| a | b |\n| - | - |\n| nan | x |\n| nan | y |\n| z | z |',
  ],
  [
    'truth values',
    [sheetRow(inline('a'), inline('b')), sheetRow('<c t="b"><v>1</v></c>', number(2))],
    '| a | b |\n| - | - |\n| True | 2 |',
  ],
  [
    'dates, times and durations',
    [
      sheetRow(inline('d'), inline('t'), inline('l')),
      sheetRow(number(45292, 's="1"'), number(0.4375, 's="2"'), number(1.5, 's="3"')),
      sheetRow('<c/>', inline('x')),
    ],
    '| d | t | l |\n| - | - | - |\n| 2024-01-01 00:00:00 | 10:30:00 | 1 days 12:00:00 |\n| NaT | x | nan |',
  ],
  [
    'rows without values are left out',
    [sheetRow(inline('a'), inline('b')), '<row r="5"><c r="B5"><v>1</v></c></row>'],
    '| a | b |\n| - | - |\n| nan | 1.0 |',
  ],
  ['a sheet without cells', [], '|  |\n|  |'],
])('XLSX: %s', (_name, rows, expected) => {
  expect(readSheet(...rows)).toBe(`${expected}\n\n`);
});

test('XLSX: a lone cell far away costs nothing', () => {
  const text = readSheet(sheetRow(inline('a')), '<row r="1048576"><c r="A1048576"><v>1</v></c></row>');
  expect(text).toBe('| a |\n| - |\n| 1 |\n\n');
  expect(() => readSheet('<row r="1048577"><c/></row>')).toThrow('beyond the sheet');
});

test('XLSX: all sheets follow one another', () => {
  const sheets = [sheetRow(inline('a')), sheetRow(inline('b'))];
  expect(xlsxText(xlsx({ sheets }), defaultLimits)).toBe('| a |\n| - |\n\n| b |\n| - |\n\n');
});

test('PPTX: shapes from top to bottom, slides parted by an empty line', () => {
  const shape = (text: string, y: number) =>
    `<p:sp><p:spPr><a:xfrm><a:off x="0" y="${y}"/></a:xfrm></p:spPr><p:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p><a:p/></p:txBody></p:sp>`;
  const tableCell = (text: string) => `<a:tc><a:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></a:txBody></a:tc>`;
  const table = `<p:graphicFrame><p:xfrm><a:off x="0" y="50"/></p:xfrm><a:graphic><a:graphicData><a:tbl><a:tr>${tableCell('1')}${tableCell('2')}</a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>`;
  const group = `<p:grpSp><p:grpSpPr><a:xfrm><a:off x="0" y="70"/></a:xfrm></p:grpSpPr>${shape('in group', 0)}</p:grpSp>`;
  const slides = [shape('below', 100) + table + group + shape('Title', 1), shape('second', 1)];
  expect(pptxText(pptx(slides), defaultLimits)).toBe('Title\n1\t2\nin group\nbelow\n\nsecond');
});

test('EPUB: chapters in reading order, each once', () => {
  const book = epub({
    'OPS/package.opf':
      '<package><manifest><item id="b" href="Text/two.xhtml"/><item id="a" href="Text/first%20one.xhtml"/></manifest>' +
      '<spine><itemref idref="a"/><itemref idref="b"/><itemref idref="a"/></spine></package>',
    'OPS/Text/two.xhtml': '<html><body><h1>Second</h1><p>Body &eacute;</p></body></html>',
    'OPS/Text/first one.xhtml':
      '<!DOCTYPE html><html><head><title>no</title></head><body><h1>First\n chapter</h1><p>A <b>bold</b> word<br/>line</p><script>no</script></body></html>',
  });
  expect(epubText(book, defaultLimits)).toBe('First chapter\nA bold word\nline\nSecond\nBody é');
});

test('EPUB: a path that leads out of the archive leads nowhere', () => {
  const book = epub({
    'OPS/package.opf':
      '<package><manifest><item id="a" href="../../../../etc/passwd"/></manifest><spine><itemref idref="a"/></spine></package>',
  });
  expect(() => epubText(book, defaultLimits)).toThrow('there is no "../../../etc/passwd" in the archive');
});

test('ODT: paragraphs, headings, lists and tables', () => {
  const body =
    '<text:h>Title</text:h><text:p>Two<text:s text:c="2"/>blanks<text:tab/>tab<text:line-break/>line<office:annotation><text:p>note</text:p></office:annotation></text:p><text:p/>' +
    '<text:list><text:list-item><text:p>one</text:p><text:list><text:list-item><text:p>inner</text:p></text:list-item></text:list></text:list-item></text:list>' +
    '<table:table><table:table-column/><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>';
  expect(odtText(odt(body), defaultLimits)).toBe('Title\n\nTwo  blanks\ttab\nline\n\n- one\n  - inner\n\na\tb');
});

test('ODT: a protected file says so', () => {
  const file = zip({
    'content.xml': 'scrambled',
    'META-INF/manifest.xml': '<manifest><file-entry full-path="content.xml"><encryption-data/></file-entry></manifest>',
  });
  expect(() => odtText(file, defaultLimits)).toThrow('protected by a password');
});
