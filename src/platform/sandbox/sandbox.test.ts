import { afterAll, describe, expect, test, vi } from 'vitest';
import { Float, type JsonObject } from '../../kernel/index.ts';
import { type CodeLanguage, openSandbox } from './index.ts';

vi.setConfig({ testTimeout: 120_000 }); // the first run may have to make the bundle and the snapshot

const pool = openSandbox();
afterAll(() => pool.close());

const run = (language: CodeLanguage, code: string, inputs: JsonObject = {}) =>
  pool.forApp('app').run({ language, code, inputs });
const python = (code: string, inputs?: JsonObject) => run('python3', code, inputs);
const javascript = (code: string, inputs?: JsonObject) => run('javascript', code, inputs);

describe('Python', () => {
  test('main gets the inputs as keyword arguments and its return value is the result', async () => {
    const reply = await python('def main(a, b):\n    return {"sum": a + b, "c": [a, None, True]}', { a: 1, b: 2 });
    expect(reply).toEqual({ result: { sum: 3, c: [1, null, true] }, stdout: '' });
  });

  test('integers and floats stay apart both ways, and integers have no upper bound', async () => {
    const code = 'def main(i, f, big):\n    return [type(i).__name__, type(f).__name__, i * 2, f * 2, big + 1, 1e300]';
    const { result } = await python(code, { i: 5, f: new Float(5), big: 2n ** 80n });
    expect(result).toEqual(['int', 'float', 10, new Float(10), 2n ** 80n + 1n, new Float(1e300)]);
  });

  test('text of any kind passes unchanged', async () => {
    const text = 'ä 世 🙂 \u0000 \u2028 "quoted" \\ \ud800';
    expect((await python('def main(text): return text', { text })).result).toBe(text);
  });

  test('what is printed is not the result', async () => {
    const reply = await python('import sys\nprint("before")\ndef main():\n    sys.stdout.write("é")\n    return {}');
    expect(reply).toEqual({ result: {}, stdout: 'before\né' });
  });

  test.each([
    [
      'an error says where',
      'def main():\n    return 1 / 0',
      /^Traceback \(most recent call last\):\n {2}File "<code>", line 2, in main[\s\S]*\nZeroDivisionError: division by zero$/,
    ],
    ['the code is no Python', 'def main(:', /^ {2}File "<code>", line 1[\s\S]*SyntaxError: invalid syntax$/],
    ['there is no main', 'x = 1', /^NameError: name 'main' is not defined$/],
    [
      'an argument is missing',
      'def main(a): return a',
      /^TypeError: main\(\) missing 1 required positional argument: 'a'$/,
    ],
    ['the result is no JSON', 'def main(): return {1, 2}', /^TypeError: Object of type set is not JSON serializable/],
    ['a number is no JSON', 'def main(): return float("inf")', /not JSON compliant: inf$/],
  ])('%s', async (_name, code, message) => {
    await expect(python(code)).rejects.toMatchObject({ kind: 'script', message: expect.stringMatching(message) });
  });

  test('an error keeps what was printed before it', async () => {
    await expect(python('print("so far")\ndef main(): raise ValueError()')).rejects.toMatchObject({
      stdout: 'so far\n',
    });
  });

  test.each(['numpy', 'requests', 'pandas'])('without %s the error says who could offer it', async (name) => {
    const message = expect.stringMatching(
      new RegExp(`No module named '${name}'\\n.*"${name}".*CODE_EXECUTION=python.*CODE_EXECUTION_ENDPOINT`),
    );
    await expect(python(`import ${name}\ndef main(): return 1`)).rejects.toMatchObject({ kind: 'script', message });
  });

  test('the standard library is there', async () => {
    const modules = 'json re math datetime hashlib hmac secrets uuid base64 random collections itertools functools';
    const more =
      'urllib.parse decimal fractions statistics csv io zlib gzip zipfile lzma sqlite3 xml.etree.ElementTree';
    const names = `${modules} ${more} html email dataclasses enum typing unicodedata difflib string time copy textwrap`;
    const { result } = await python(
      `import importlib\ndef main(names): return [importlib.import_module(n).__name__ for n in names.split()]`,
      { names },
    );
    expect(result).toEqual(names.split(' '));
  });

  test('asyncio and sleep work', async () => {
    const code =
      'import asyncio, time\nasync def go():\n    await asyncio.sleep(0.001)\n    return 7\ndef main():\n    time.sleep(0.001)\n    return asyncio.run(go())';
    expect((await python(code)).result).toBe(7);
  });

  test('every time zone has the offsets Node knows', async () => {
    const zones = [...Intl.supportedValuesOf('timeZone'), 'UTC', 'US/Eastern', 'Asia/Calcutta', 'Etc/GMT+8'];
    const moments = ['1931-05-01', '1970-01-01', '1999-07-01', '2024-03-31', '2024-11-03', '2037-12-31', '2088-06-15'];
    const seconds = moments.map((text) => Date.parse(`${text}T01:30Z`) / 1000);
    const code = `from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones
def main(zones, seconds):
    moments = [datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=s) for s in seconds]
    assert set(zones) <= available_timezones()
    return [[int(m.astimezone(ZoneInfo(z)).utcoffset().total_seconds()) for m in moments] for z in zones]`;
    const { result } = await python(code, { zones, seconds });
    const at = (zone: string, second: number) =>
      Temporal.Instant.fromEpochMilliseconds(second * 1000).toZonedDateTimeISO(zone).offsetNanoseconds / 1e9;
    expect(result).toEqual(zones.map((zone) => seconds.map((second) => at(zone, second))));
  });

  test('a time zone that is not known is named', async () => {
    const code = 'from zoneinfo import ZoneInfo\ndef main(): return str(ZoneInfo("Mars/Base"))';
    await expect(python(code)).rejects.toThrow(/ZoneInfoNotFoundError.*Mars\/Base/);
  });

  test('summer time has its name', async () => {
    const code = `from datetime import datetime
from zoneinfo import ZoneInfo
def main():
    moment = datetime(2024, 7, 1, tzinfo=ZoneInfo("Europe/Berlin"))
    return [moment.tzname(), moment.dst().total_seconds(), datetime.now().astimezone().utcoffset().total_seconds()]`;
    expect((await python(code)).result).toEqual(['CEST', new Float(3600), new Float(0)]);
  });

  test('a dataclass knows its module', async () => {
    const code =
      'from dataclasses import dataclass, asdict\n@dataclass\nclass P:\n    x: int\ndef main(): return asdict(P(1))';
    expect((await python(code)).result).toEqual({ x: 1 });
  });
});

describe('JavaScript', () => {
  test.each([
    ['a function', 'function main({ a }) { return { r: a + 1 } }'],
    ['an async function', 'async function main({ a }) { return { r: await Promise.resolve(a + 1) } }'],
    ['a constant', 'const main = ({ a }) => ({ r: a + 1 })'],
    ['one that waits for a timer', 'const main = ({ a }) => new Promise((done) => setTimeout(done, 1, { r: a + 1 }))'],
  ])('main may be %s', async (_name, code) => {
    expect(await javascript(code, { a: 1 })).toEqual({ result: { r: 2 }, stdout: '' });
  });

  test('console.log is captured', async () => {
    const { stdout } = await javascript('function main() { console.log("a\\0b", 1, { b: [true, null] }); return 1 }');
    expect(stdout).toBe('a\0b 1 { b: [ true, null ] }\n');
  });

  test.each([
    ['btoa and atob', 'atob(btoa("a\\u00e9"))', 'a\u00e9'],
    ['Buffer and base64', 'Buffer.from("hé€🙂").toString("base64")', Buffer.from('hé€🙂').toString('base64')],
    ['Buffer from base64', 'Buffer.from("aMOp4oKs8J+Zgg==", "base64").toString()', 'hé€🙂'],
    ['Buffer and hex', 'Buffer.from("00ff10", "hex").toString("hex")', '00ff10'],
    ['TextEncoder', 'Array.from(new TextEncoder().encode("é€🙂"))', [...new TextEncoder().encode('é€🙂')]],
    [
      'TextDecoder',
      'new TextDecoder().decode(new Uint8Array([195, 169, 255, 240, 159]))',
      new TextDecoder().decode(new Uint8Array([195, 169, 255, 240, 159])),
    ],
    ['URL', 'new URL("../c?x=1#f", "http://u@h:8080/a/b").href', 'http://u@h:8080/c?x=1#f'],
    [
      'searchParams write back',
      '(() => { const u = new URL("http://h/?a=1"); u.searchParams.append("b", "x y&"); return u.href })()',
      'http://h/?a=1&b=x+y%26',
    ],
    ['URLSearchParams', 'new URLSearchParams({ a: "1 2", b: "ü" }).toString()', 'a=1+2&b=%C3%BC'],
    [
      'structuredClone',
      '(() => { const a = { d: new Date(0), m: new Map([[1, 2]]) }; a.a = a; const b = structuredClone(a); return [b !== a, b.a === b, b.d.getTime(), b.m.get(1)] })()',
      [true, true, 0, 2],
    ],
    ['random bytes', 'new Set(crypto.getRandomValues(new Uint8Array(4096))).size', 256],
    ['crypto.randomUUID', 'crypto.randomUUID().length', 36],
  ])('%s', async (_name, expression, expected) => {
    expect((await javascript(`function main() { return ${expression} }`)).result).toEqual(expected);
  });

  test.each([
    ['an error says where', 'function main() {\n  null.x\n}', /^TypeError: .*\n {4}at main \(<code>:2/],
    ['what is thrown may be anything', 'function main() { throw "no" }', /^Uncaught no$/],
    ['a rejected promise is an error', 'async function main() { throw new RangeError("far") }', /^RangeError: far/],
    ['there is no main', 'let x', /'main' is not defined/],
    ['the code is no JavaScript', 'function (', /^SyntaxError: /],
    ['a big integer is no JSON', 'function main() { return 1n }', /BigInt/],
    [
      'a module is missing',
      'const axios = require("axios")',
      /Cannot find module 'axios'[\s\S]*CODE_EXECUTION_ENDPOINT/,
    ],
  ])('%s', async (_name, code, message) => {
    await expect(javascript(code)).rejects.toMatchObject({ kind: 'script', message: expect.stringMatching(message) });
  });
});
