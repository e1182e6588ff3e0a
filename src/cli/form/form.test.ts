import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { end, flow, node, start } from '../../../test/cli/flows.ts';
import { runCommandLine } from '../testing/test-io.ts';
import { openLineReader } from './line-reader.ts';
import { pathsStartingWith, typedPath } from './typed-path.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dify-form-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const constant = (value: string) => ({ type: 'constant', selector: [], value });
const color = {
  type: 'select',
  output_variable_name: 'color',
  option_source: { type: 'constant', selector: [], value: ['red', 'green', '1', '\u001b[2J'] },
};
const files = { allowed_file_types: ['document'], allowed_file_upload_methods: ['local_file'] };
const doc = { type: 'file', output_variable_name: 'doc', ...files };
const docs = { type: 'file-list', output_variable_name: 'docs', ...files, number_limits: 2 };
const note = { type: 'paragraph', output_variable_name: 'note', default: constant('as ever') };

/** Runs a flow that asks for these fields; what is typed are lines. */
async function fillIn(
  inputs: readonly object[],
  typed: readonly string[],
  isTerminal = true,
  flags: readonly string[] = [],
) {
  const asking = {
    form_content: 'Please \u001b[2Jfill in {{#$output.color#}}.',
    inputs,
    user_actions: [{ id: 'yes', title: 'Yes' }, { id: 'no' }],
    timeout: 1,
    timeout_unit: 'day',
  };
  const outputs = { color: ['ask', 'color'], doc: ['ask', 'doc'], docs: ['ask', 'docs'], note: ['ask', 'note'] };
  const names = inputs.map((input) => (input as typeof doc).output_variable_name);
  const wanted = Object.fromEntries(Object.entries(outputs).filter(([name]) => names.includes(name)));
  const nodes = [start(), node('ask', 'human-input', asking), end({ ...wanted, action: ['ask', '__action_id'] })];
  const edges = [
    ['start', 'ask'],
    ['ask', 'end', 'yes'],
    ['ask', 'end', 'no'],
  ] as const;
  writeFileSync(join(folder, 'flow.yml'), JSON.stringify(flow({ nodes, edges })));
  const stdin = typed.map((line) => `${line}\n`).join('');
  const ended = await runCommandLine(['run', 'flow.yml', ...flags], { cwd: folder, isTerminal, stdin });
  return { ...ended, outputs: ended.stdout === '' ? undefined : JSON.parse(ended.stdout) };
}

describe('a form on the terminal', () => {
  test('a select lists its choices, refuses others at once, and takes a number or the text', async () => {
    const byText = await fillIn([color], ['blue', '', 'green', 'yes']);
    expect(byText.outputs).toEqual({ color: 'green', action: 'yes' });
    expect(byText.stderr).toContain('  1) red\n  2) green\n  3) 1\n  4) [2J\n');
    expect(byText.stderr).toContain('"blue" is not offered: type a number from 1 to 4, or the text.');
    expect(byText.stderr).toContain('Nothing is chosen');
    expect((await fillIn([color], ['2', 'no'])).outputs).toEqual({ color: 'green', action: 'no' });
    expect((await fillIn([color], ['1', 'no'])).outputs).toEqual({ color: '1', action: 'no' });
  });

  test('a wrong path is told at once, and so is a file that the field does not allow', async () => {
    writeFileSync(join(folder, 'my report.pdf'), '%PDF');
    writeFileSync(join(folder, 'sound.mp3'), 'ID3');
    const typed = ['', 'nothing.pdf', '.', 'sound.mp3', "'my report.pdf'", 'yes'];
    const { outputs, stderr } = await fillIn([doc], typed);
    expect(outputs).toMatchObject({ doc: { filename: 'my report.pdf', size: 4, type: 'document' }, action: 'yes' });
    const told = ['A file is needed.', 'nothing.pdf: it does not exist', 'it is a directory', 'sound.mp3'];
    for (const words of told) expect(stderr).toContain(words);
  });

  test.each([
    [['local_file'], 'doc (path; document): '],
    [['remote_url'], 'doc (URL; document): '],
    [['local_file', 'remote_url'], 'doc (path or URL; document): '],
    [[], 'doc (path or URL; document): '],
  ])('a field that takes files by %j asks for just that', async (allowed_file_upload_methods, question) => {
    const { stderr } = await fillIn([{ ...doc, allowed_file_upload_methods }], []);
    expect(stderr).toContain(question);
  });

  test('a list takes files until an empty line, or as many as its field allows', async () => {
    for (const name of ['a.txt', 'b.txt']) writeFileSync(join(folder, name), name);
    const names = async (...typed: string[]) =>
      (await fillIn([docs], typed)).outputs.docs.map(({ filename }: { filename: string }) => filename);
    expect(await names('a.txt', '', 'yes')).toEqual(['a.txt']);
    expect(await names('a.txt', 'missing.txt', 'b.txt', 'yes')).toEqual(['a.txt', 'b.txt']);
    expect(await names('', 'yes')).toEqual([]);
  });

  test('a paragraph has several lines, and an empty one leaves its default', async () => {
    expect((await fillIn([note], ['first', 'second', '', 'yes'])).outputs.note).toBe('first\nsecond');
    const { outputs, stderr } = await fillIn([note], ['', 'maybe', 'yes']);
    expect(outputs).toEqual({ note: 'as ever', action: 'yes' });
    expect(stderr).toContain('note (an empty line ends) [as ever]: ');
    expect(stderr).toContain('There is no action "maybe"');
  });

  test('what an app wrote does not steer the terminal, and fields stand by their names', async () => {
    expect((await fillIn([color], ['1', 'yes'])).stderr).toContain('Please [2Jfill in [color].');
    const told = await fillIn([{ ...doc, output_variable_name: 'do\u001b[2Jc' }], [], false, ['--data-dir', 'data']);
    expect(told.stderr).toContain("--file 'do[2Jc=PATH'");
  });

  test('the tabulator neither types nor shows what would steer the terminal', async () => {
    const shown: string[] = [];
    const stderr = { write: async (text: string) => void shown.push(text), isTTY: true, width: 80, hasColor: false };
    const lines = openLineReader({ stdin: Readable.from(['a', '\t', '\t', '\n']), stderr });
    expect(await lines.ask('color: ', () => ['ab\u001b[2J', 'ab\u001b[3J', 'abc', 'abd'])).toBe('ab');
    lines.close();
    expect(shown.join('')).toMatch(/abc\s+abd/);
    expect(shown.join('')).not.toMatch(/\[[23]J/);
  });

  test('with --output json only the reply of the end is printed', async () => {
    const { outputs } = await fillIn([color], ['2', 'yes'], true, ['--output', 'json']);
    expect(outputs).toMatchObject({ data: { status: 'succeeded', outputs: { color: 'green' } } });
  });

  test('with --output json the answer of a chat holds what it said before the form, too', async () => {
    const asking = { inputs: [note], user_actions: [{ id: 'yes' }], timeout: 1, timeout_unit: 'day' };
    const nodes = [
      start(),
      node('before', 'answer', { answer: 'Well, ' }),
      node('ask', 'human-input', asking),
      node('after', 'answer', { answer: '{{#ask.note#}}.' }),
    ];
    const edges = [['start', 'before'] as const, ['before', 'ask'] as const, ['ask', 'after', 'yes'] as const];
    writeFileSync(join(folder, 'chat.yml'), JSON.stringify(flow({ mode: 'advanced-chat', nodes, edges })));
    const argv = ['run', 'chat.yml', '--query', 'Hi', '--output', 'json'];
    const { stdout } = await runCommandLine(argv, { cwd: folder, isTerminal: true, stdin: 'yes\n\nyes\n' });
    expect(JSON.parse(stdout)).toMatchObject({ event: 'message', answer: 'Well, yes.' });
  });

  test('with --output json a form that is not filled in leaves the reply of the pause', async () => {
    const { code, outputs } = await fillIn([color], ['2'], true, ['--output', 'json']);
    expect(code).toBe(3);
    expect(outputs).toMatchObject({ data: { status: 'paused', paused_nodes: ['ask'] } });
  });

  test('a stored run is told with a command that answers it', async () => {
    const { code, stderr } = await fillIn([color, note, docs], [], true, ['--data-dir', 'my data']);
    expect(code).toBe(3);
    const answer = `--action yes --inputs '{"color":"red","note":"as ever"}' --file docs=PATH`;
    expect(stderr).toContain(`${answer} --data-dir 'my data'\n`);
  });

  test.each([
    ['a terminal that gives nothing more', ['2'], true],
    ['no terminal', ['2', 'yes'], false],
  ])('with %s the pause cannot be kept, and that is said', async (_name, typed, isTerminal) => {
    const { code, stdout, stderr } = await fillIn([color], typed, isTerminal);
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain('Use --data-dir DIR to keep the run');
  });
});

describe('a typed path', () => {
  test.each([
    ['a b.txt ', 'a b.txt'],
    ['"a b.txt"', 'a b.txt'],
    ['a\\ b.txt', 'a b.txt'],
    ['~/a.txt', '/home/ann/a.txt'],
    ['~', '/home/ann'],
    ['~x', '~x'],
    ['-', './-'],
  ])('%j is %j', (typed, path) => expect(typedPath(typed, '/home/ann', false)).toBe(path));

  test('on Windows a backslash parts folders', () =>
    expect(typedPath('C:\\a b\\c.txt', undefined, true)).toBe('C:\\a b\\c.txt'));

  test('may become what stands in its folder; hidden files only when asked for', () => {
    mkdirSync(join(folder, 'reports'));
    for (const name of ['reports/one.pdf', 'report.txt', '.hidden']) writeFileSync(join(folder, name), '');
    const offered = pathsStartingWith({ cwd: folder, env: {} });
    expect(offered('rep').sort()).toEqual(['report.txt', 'reports/']);
    expect(offered('reports/')).toEqual(['reports/one.pdf']);
    expect(offered('')).not.toContain('.hidden');
    expect(offered('nowhere/')).toEqual([]);
  });

  test.each([
    ['my\\ r', 'my\\ report.pdf'],
    ['my\\ ', 'my\\ report.pdf'],
    ['my r', 'my report.pdf'],
    ["'my r", "'my report.pdf'"],
    ['"my dr', '"my drafts/'],
    ['"my drafts/', '"my drafts/one.md"'],
    ['my\\ drafts/o', 'my\\ drafts/one.md'],
  ])('with a blank in it goes on as it was begun: %j', (typed, whole) => {
    mkdirSync(join(folder, 'my drafts'));
    for (const name of ['my report.pdf', 'my drafts/one.md']) writeFileSync(join(folder, name), '');
    expect(pathsStartingWith({ cwd: folder, env: {} }, false)(typed)).toContain(whole);
  });

  test('with a backslash in its name is offered as it has to be typed', () => {
    writeFileSync(join(folder, 'a\\b.txt'), '');
    const [offered = ''] = pathsStartingWith({ cwd: folder, env: {} }, false)('a');
    expect(typedPath(offered, undefined, false)).toBe('a\\b.txt');
  });
});
