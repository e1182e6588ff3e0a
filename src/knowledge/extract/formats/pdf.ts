import { getDocumentProxy } from 'unpdf';

/** The text of all pages, each line by itself. Pages follow one another on a new line. */
export async function pdfText(bytes: Uint8Array): Promise<string> {
  const document = await open(bytes);
  const pages: string[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    // marked content has no text
    pages.push(items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join(''));
    page.cleanup();
  }
  return pages.join('\n');
}

type Options = NonNullable<Parameters<typeof getDocumentProxy>[1]>;

const options: Options = {
  verbosity: 0,
  disableFontFace: true,
  useSystemFonts: false,
  useWasm: false,
  isOffscreenCanvasSupported: false,
  isImageDecoderSupported: false,
  maxImageSize: 0,
};

async function open(bytes: Uint8Array) {
  try {
    return await getDocumentProxy(bytes, options);
  } catch (error) {
    const isProtected = error instanceof Error && error.name === 'PasswordException';
    throw isProtected ? new Error('it is protected by a password', { cause: error }) : error;
  }
}
