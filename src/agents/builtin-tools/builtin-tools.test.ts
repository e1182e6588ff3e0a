import { afterEach, expect, test } from 'vitest';
import { type ScriptedServer, startScriptedServer } from '../../../test/fakes/scripted-server.ts';
import type { JsonObject } from '../../kernel/index.ts';
import { systemClock } from '../../platform/clock/index.ts';
import { calculate } from './calculate.ts';
import { builtinTools } from './index.ts';
import { strftime } from './strftime.ts';

let server: ScriptedServer | undefined;
afterEach(() => server?.close());

const at = Date.UTC(2024, 1, 29, 23, 5, 9);

async function use(name: string, input: JsonObject): Promise<string> {
  const tools = builtinTools({ clock: { ...systemClock, now: () => at }, fetch });
  const tool = tools.find((candidate) => candidate.name === name);
  return (await tool?.invoke(input, new AbortController().signal))?.text ?? 'no such tool';
}

test.each([
  ['%Y-%m-%d %H:%M:%S', 'UTC', '2024-02-29 23:05:09'],
  ['%d.%m.%y %-H Uhr, %A', 'Europe/Berlin', '01.03.24 0 Uhr, Friday'],
  ['%I:%M %p %b %B %j %z', 'America/New_York', '06:05 PM Feb February 060 -0500'],
  ['%z %% %Q %T', 'Asia/Kolkata', '+0530 % %Q 04:35:09'],
  ['%c', 'UTC', 'Thu Feb 29 23:05:09 2024'],
])('the time as %s in %s is %s', (format, zone, expected) => {
  expect(strftime(at, format, zone)).toBe(expected);
});

test('the current time has defaults', async () => {
  expect(await use('current_time', {})).toBe('2024-02-29 23:05:09');
  expect(await use('current_time', { timezone: 'UTC', format: '%Y' })).toBe('2024');
});

test.each([
  ['2 + 3 * (4 - 1)', 11],
  ['-2 ** 2', -4],
  ['2 ** -1', 0.5],
  ['2 ** 3 ** 2', 512],
  ['7 // 2 + -7 % 3', 5],
  ['sqrt(2) * max(1, 2, .5) / 1e1', Math.SQRT2 / 5],
  ['PI', Math.PI],
])('%s is %d', (expression, value) => {
  expect(calculate(expression)).toBeCloseTo(value, 12);
});

test.each(['', '1 +', '(1', '1 2', '2 $ 3', 'process.exit()', 'constructor', '1/0', '('.repeat(2000)])(
  '%s is refused',
  (expression) => {
    expect(() => calculate(expression)).toThrow();
  },
);

test('a web page is read as text', async () => {
  server = await startScriptedServer(() => ({
    headers: { 'content-type': 'text/html; charset=utf-8' },
    pieces: ['<html><script>alert(1)</script><body><h1>Title</h1>\n<p>Some   text</p></body></html>'],
  }));
  expect(await use('webscraper', { url: server.url })).toBe('Title\nSome text');
  await expect(use('webscraper', { url: 'file:///etc/passwd' })).rejects.toThrow(/Not a web address/);
});
