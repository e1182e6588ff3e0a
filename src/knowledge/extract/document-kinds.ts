import { UnsupportedFileTypeError } from './errors.ts';

/** How the text of a file is got. */
export type DocumentKind =
  | 'text'
  | 'json'
  | 'yaml'
  | 'csv'
  | 'vtt'
  | 'properties'
  | 'pdf'
  | 'docx'
  | 'xlsx'
  | 'pptx'
  | 'epub'
  | 'odt'
  | 'eml'
  | 'doc'
  | 'xls'
  | 'ppt'
  | 'msg';

interface KindFacts {
  readonly mimeTypes: readonly string[];
  readonly extensions: readonly string[];
  /** Begins the text of an error. */
  readonly failure: string;
}

const TEXT_EXTENSIONS =
  'txt markdown md mdx html htm xml c h cpp hpp cc cxx c++ py js ts jsx tsx java php rb go rs swift kt scala sh bash ' +
  'bat ps1 sql r m pl lua vim asm s css scss less sass ini cfg conf toml env log vtt';

/**
 * graphon nodes/document_extractor/node.py, the registry at its end; `srt` is ours. By its extension a VTT file is plain
 * text, and only one without extension is read as captions: so it is in Dify.
 */
const kinds: Record<DocumentKind, KindFacts> = {
  text: {
    mimeTypes: ['text/plain', 'text/html', 'text/htm', 'text/markdown', 'text/xml', 'application/x-subrip'],
    extensions: [...TEXT_EXTENSIONS.split(' '), 'srt'],
    failure: 'Failed to decode plain text file',
  },
  json: { mimeTypes: ['application/json'], extensions: ['json'], failure: 'Failed to decode or parse JSON file' },
  yaml: {
    mimeTypes: ['application/x-yaml', 'text/yaml'],
    extensions: ['yaml', 'yml'],
    failure: 'Failed to decode or parse YAML file',
  },
  csv: { mimeTypes: ['text/csv'], extensions: ['csv'], failure: 'Failed to extract text from CSV' },
  vtt: { mimeTypes: ['text/vtt'], extensions: [], failure: 'Failed to extract text from VTT' },
  properties: {
    mimeTypes: ['text/properties'],
    extensions: ['properties'],
    failure: 'Failed to extract text from properties file',
  },
  pdf: { mimeTypes: ['application/pdf'], extensions: ['pdf'], failure: 'Failed to extract text from PDF' },
  docx: {
    mimeTypes: ['application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    extensions: ['docx'],
    failure: 'Failed to extract text from DOCX',
  },
  xlsx: {
    mimeTypes: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    extensions: ['xlsx'],
    failure: 'Failed to extract text from Excel file',
  },
  pptx: {
    mimeTypes: ['application/vnd.openxmlformats-officedocument.presentationml.presentation'],
    extensions: ['pptx'],
    failure: 'Failed to extract text from PPTX',
  },
  epub: { mimeTypes: ['application/epub+zip'], extensions: ['epub'], failure: 'Failed to extract text from EPUB' },
  odt: {
    mimeTypes: ['application/vnd.oasis.opendocument.text'],
    extensions: ['odt'],
    failure: 'Failed to extract text from ODT',
  },
  eml: { mimeTypes: ['message/rfc822'], extensions: ['eml'], failure: 'Failed to extract text from EML' },
  doc: { mimeTypes: ['application/msword'], extensions: ['doc'], failure: 'Failed to extract text from DOC' },
  xls: {
    mimeTypes: ['application/vnd.ms-excel'],
    extensions: ['xls'],
    failure: 'Failed to extract text from Excel file',
  },
  ppt: {
    mimeTypes: ['application/vnd.ms-powerpoint'],
    extensions: ['ppt'],
    failure: 'Failed to extract text from PPT',
  },
  msg: { mimeTypes: ['application/vnd.ms-outlook'], extensions: ['msg'], failure: 'Failed to extract text from MSG' },
};

const allKinds = Object.entries(kinds) as [DocumentKind, KindFacts][]; // the keys just above
const byExtension = new Map(allKinds.flatMap(([kind, { extensions }]) => extensions.map((name) => [name, kind])));
const byMimeType = new Map(allKinds.flatMap(([kind, { mimeTypes }]) => mimeTypes.map((name) => [name, kind])));

/** A file with what its owner says about it. The extension has its dot, or is empty. */
export interface DocumentSource {
  readonly bytes: Uint8Array;
  readonly extension: string;
  readonly mimeType: string;
}

/** What is declared decides; but many a workbook of today's Excel bears the name of the old one, as pandas knows. */
export function kindOf(document: DocumentSource): DocumentKind {
  const kind = declaredKind(document);
  const isZip = document.bytes[0] === 0x50 && document.bytes[1] === 0x4b;
  return kind === 'xls' && isZip ? 'xlsx' : kind;
}

/** The extension decides; the MIME type is asked only where there is none. */
function declaredKind({ extension, mimeType }: DocumentSource): DocumentKind {
  if (extension !== '') {
    return found(
      byExtension.get(extension.toLowerCase().replace(/^\./, '')),
      `Unsupported Extension Type: ${extension}`,
    );
  }
  if (mimeType !== '') {
    const essence = mimeType.split(';', 1)[0] ?? '';
    return found(byMimeType.get(essence.trim().toLowerCase()), `Unsupported MIME type: ${mimeType}`);
  }
  throw new UnsupportedFileTypeError('Unable to determine file type: MIME type or file extension is missing');
}

function found(kind: DocumentKind | undefined, message: string): DocumentKind {
  if (kind === undefined) throw new UnsupportedFileTypeError(message);
  return kind;
}

/** Binary formats of older programs; Dify reads them with the help of another service or of LibreOffice. */
const newerFormats: Partial<Record<DocumentKind, string>> = { doc: 'DOCX', xls: 'XLSX', ppt: 'PPTX', msg: 'EML' };

/** Why no file of this kind is read at all. */
export function obstacleTo(kind: DocumentKind): string | undefined {
  const newer = newerFormats[kind];
  return newer && `this older format is not supported; save the file as ${newer}`;
}

/** `Failed to extract text from PDF: …` */
export function failureText(kind: DocumentKind, reason: string): string {
  return `${kinds[kind].failure}: ${reason}`;
}
