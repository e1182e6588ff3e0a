import PostalMime from 'postal-mime';
import { htmlBlocks } from '../html-blocks.ts';

/** A mail may hold mails that hold mails. */
const MAX_NESTING = 30;

/**
 * What the mail says, a block per line: its HTML where it has some, else its plain text. Head and attachments are left
 * out, as Dify does (unstructured `partition/email.py`).
 */
export async function emlText(bytes: Uint8Array): Promise<string> {
  const mail = await new PostalMime({ maxNestingDepth: MAX_NESTING, attachmentEncoding: 'arraybuffer' }).parse(bytes);
  if (mail.headers.length === 0) throw new Error('it has no mail head');
  if (mail.html) return htmlBlocks(mail.html).join('\n');
  return plainBlocks(mail.text ?? '').join('\n');
}

function plainBlocks(text: string): string[] {
  return text
    .split(/\r?\n(?:[ \t]*\r?\n)+/)
    .map((block) => block.trim())
    .filter((block) => block !== '');
}
