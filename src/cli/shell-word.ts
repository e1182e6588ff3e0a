/** A word as it has to be typed in a shell, so that what is told can be copied. */
export function shellWord(text: string, isWindows = process.platform === 'win32'): string {
  if (/^[\w@%+=:,./~-]+$/.test(text) || (isWindows && /^[\w@+=:,./\\~-]+$/.test(text))) return text;
  return isWindows ? `"${text.replaceAll('"', '\\"')}"` : `'${text.replaceAll("'", "'\\''")}'`;
}
