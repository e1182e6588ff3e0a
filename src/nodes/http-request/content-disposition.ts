export interface ContentDisposition {
  /** `attachment`, `inline`, … in lower case. */
  readonly type: string;
  readonly filename?: string;
}

/** RFC 6266: the encoded name (`filename*`) wins over the plain one. */
export function parseContentDisposition(header: string): ContentDisposition {
  const type = /^[^;\s]*/.exec(header.trim())?.[0].toLowerCase() ?? '';
  const filename = encodedName(header) ?? plainName(header);
  return { type, ...(filename !== undefined && { filename: lastPart(filename) }) };
}

function encodedName(header: string): string | undefined {
  const [, charset = '', encoded = ''] = /;\s*filename\*\s*=\s*([\w-]+)'[^']*'([^;\s]+)/i.exec(header) ?? [];
  if (charset.toLowerCase() !== 'utf-8') return undefined;
  try {
    return decodeURIComponent(encoded);
  } catch {
    // wrongly encoded: the plain name is left
    return undefined;
  }
}

function plainName(header: string): string | undefined {
  const match = /;\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(header);
  return match?.[1]?.replace(/\\(.)/g, '$1') ?? match?.[2];
}

/** A name, never a path. */
function lastPart(name: string): string {
  return name.split(/[\\/]/).at(-1) ?? '';
}
