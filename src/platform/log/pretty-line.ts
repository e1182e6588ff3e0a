/** `12:03:04 warn  text key=value`: one JSON line of the log for a person's eyes. */
export function prettyLine(line: string): string {
  // Our own logger wrote it.
  const { level, time, message, error, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const facts = Object.entries(fields).map(([key, value]) => ` ${key}=${plain(value)}`);
  return `${String(time).slice(11, 19)} ${String(level).padEnd(5)} ${message}${facts.join('')}${reasonOf(error)}\n`;
}

function plain(value: unknown): string {
  return typeof value === 'string' && /^\S+$/.test(value) ? value : JSON.stringify(value);
}

function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return error === undefined ? '' : ` error=${plain(error)}`;
  const { stack, message } = error as { stack?: unknown; message?: unknown };
  return `\n  ${String(stack ?? message).replaceAll('\n', '\n  ')}`;
}
