import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openWorkplace } from './command-line.ts';
import { end, flow, greeting, node, start, template } from './flows.ts';

const place = openWorkplace();
const { dify, write } = place;
afterAll(() => place.remove());

describe('validate', () => {
  test('good files end with 0 and nothing on standard output', async () => {
    write('good.yml', greeting);
    expect(await dify(['validate', 'good.yml'])).toEqual({ code: 0, stdout: '', stderr: 'No problems\n' });
  });

  test('every problem of every file has its line, column and code', async () => {
    write('broken.yml', 'app:\n  name: [x\n');
    const cycle = flow({
      nodes: [start(), template('a', 'x'), template('b', 'x'), node('c', 'teleport'), end({ o: ['a', 'output'] })],
      edges: [
        ['start', 'a'],
        ['a', 'b'],
        ['b', 'a'],
        ['b', 'c'],
        ['c', 'end'],
      ],
    });
    write('cycle.yml', JSON.stringify(cycle, undefined, 2));
    const ended = await dify(['validate', 'broken.yml', 'cycle.yml']);
    expect(ended.code).toBe(2);
    const lines = ended.stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^broken\.yml:3:1 INVALID_YAML /);
    expect(
      lines
        .slice(1)
        .map((line) => line.split(' ')[1])
        .toSorted(),
    ).toEqual(['CYCLE', 'UNKNOWN_NODE_TYPE']);
    expect(lines.slice(1).every((line) => /^cycle\.yml:[1-9]\d+:\d+ /.test(line))).toBe(true);
  });

  test('--json gives one object per problem', async () => {
    write('broken.yml', 'app:\n  name: [x\n');
    const { stdout } = await dify(['validate', 'broken.yml', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ file: 'broken.yml', line: 3, column: 1, code: 'INVALID_YAML' });
  });
});

describe('init', () => {
  test('lists the templates, with --json for programs', async () => {
    expect((await dify(['init', '--list'])).stdout).toContain('hello');
    expect(JSON.parse((await dify(['init', '--list', '--json'])).stdout)[0]).toMatchObject({ name: 'hello' });
  });

  test('writes files and leaves those alone that are there', async () => {
    expect((await dify(['init', 'app', '--template', 'hello'])).stderr).toContain('wrote app/hello.yml');
    write('app/hello.yml', 'mine');
    expect((await dify(['init', 'app'])).stderr).toContain('kept  app/hello.yml');
    expect(readFileSync(join(place.folder, 'app/hello.yml'), 'utf8')).toBe('mine');
  });

  test('an unknown template is told with those that are known', async () => {
    expect(await dify(['init', 'app', '--template', 'helo'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/no template "helo" \(known: hello/),
    });
  });
});

describe('config', () => {
  test('shows value and origin of each setting, and no secrets', async () => {
    write('settings.env', 'DIFY_PORT=7000\n');
    const env = { SECRET_KEY: 'do-not-show-me' };
    const { stdout } = await dify(['config', '--json', '--env-file', 'settings.env'], { env });
    const settings: { name: string; value: unknown; origin: string }[] = JSON.parse(stdout);
    expect(settings.find(({ name }) => name === 'port')).toMatchObject({ value: 7000 });
    expect(stdout).not.toContain('do-not-show-me');
  });

  test('a name that is no setting and a line that says nothing are told beside the settings', async () => {
    write('slips.env', 'DIFY_LOGLEVEL=debug\nPORT 80\n');
    const { code, stdout, stderr } = await dify(['config', '--json', '--env-file', 'slips.env']);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr:
        'warning: slips.env: line 2 is ignored: it has no "="\n' +
        'warning: there is no setting DIFY_LOGLEVEL (in slips.env); did you mean DIFY_LOG_LEVEL?\n',
    });
    expect(JSON.parse(stdout)).toBeInstanceOf(Array);
  });

  test('a value that cannot be is told with its place', async () => {
    const ended = await dify(['config'], { env: { DIFY_PORT: 'x' } });
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain('port cannot be "x" (from DIFY_PORT)');
  });
});

describe('what is typed wrongly', () => {
  test.each([['app'], ['key'], ['model'], ['runs'], ['jobs'], ['user'], ['extension']])(
    '%s alone is told what it wants',
    async (noun) => {
      const { code, stdout, stderr } = await dify([noun]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(
        new RegExp(`^dify: dify ${noun} wants a command: list, .*\n  dify ${noun} --help tells more`),
      );
    },
  );

  test('a flag without a command is told, too, and by --json in JSON', async () => {
    expect((await dify(['--no-color'])).stderr).toMatch(/^dify: dify wants a command: run, validate, /);
    expect(JSON.parse((await dify(['runs', '--json'])).stderr)).toMatchObject({ error: { code: 'usage' } });
  });

  test('an address is no file', async () => {
    const { code, stderr } = await dify(['run', 'https://example.com/my flow.yml']);
    expect(code).toBe(2);
    expect(stderr).toContain('it is an address, not a file');
    expect(stderr).toContain("curl -fsSL 'https://example.com/my flow.yml' | dify … -");
  });

  test('UTF-16 is told by its name', async () => {
    writeFileSync(join(place.folder, 'wide.yml'), Buffer.from('\uFEFFkind: app', 'utf16le'));
    expect((await dify(['validate', 'wide.yml'])).stdout).toContain('the file is UTF-16: save it as UTF-8');
  });

  test('what is told to be typed next has its words quoted', async () => {
    const { stderr } = await dify(['init', 'my app', '--template', 'hello']);
    expect(stderr).toContain("dify run 'my app/hello.yml'\n");
  });
});

describe('empty lists', () => {
  test.each([
    [['app', 'list'], 'dify app import'],
    [['app', 'list', '--name', 'x'], 'no such apps'],
    [['app', 'list', '--page', '2'], 'no such apps'],
    [['key', 'list'], '--app NAME'],
    [['runs', 'list'], '--data-dir DIR'],
    [['runs', 'list', '--status', 'paused'], 'no such runs'],
    [['user', 'list'], 'dify user create'],
    [['model', 'list'], 'dify model add'],
  ])('%j says on standard error what would fill it', async (argv, words) => {
    const { code, stdout, stderr } = await dify([...argv, '--data-dir', 'empty']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain(words);
  });
});

describe('help and completion', () => {
  test.each(['bash', 'zsh', 'fish', 'powershell'])('completion for %s knows the commands', async (shell) => {
    const { code, stdout } = await dify(['completion', shell]);
    expect([code, stdout.includes('validate')]).toEqual([0, true]);
  });

  test.skipIf(process.platform === 'win32').each([
    [
      ['dify', 'ru'],
      ['run', 'runs'],
    ],
    [['dify', 'log'], []],
    [
      ['dify', 'runs', 's'],
      ['show', 'stop'],
    ],
    [
      ['dify', 'run', 'flow.yml', '--model'],
      ['--model', '--model-gateway'],
    ],
    [['dify', 'runs', 'list', '--st'], ['--status']],
    [['dify', 'run', 'flow'], []],
  ])('bash makes of %j %j', async (words, offered) => {
    const script = (await dify(['completion', 'bash'])).stdout;
    const typed = `COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; _dify; echo "\${COMPREPLY[@]}"`;
    const ended = spawnSync('bash', ['--norc', '-c', `${script}\n${typed}`], { encoding: 'utf8' });
    expect(ended).toMatchObject({ stdout: `${offered.join(' ')}\n`, stderr: '' });
  });

  test('an unknown shell is refused', async () => {
    expect((await dify(['completion', 'tcsh'])).code).toBe(2);
  });

  test.each([[['help']], [['--help']], [['run', '--help']], [['help', 'run']], [['validate', '--help']]])(
    '%j prints help with an example on standard output',
    async (argv) => {
      const ended = await dify(argv);
      expect(ended).toMatchObject({ code: 0, stderr: '' });
      expect(ended.stdout).toMatch(/Examples?:\n {2}dify /);
    },
  );

  test('help opens nothing', async () => {
    await dify(['--help']);
    expect(existsSync(join(place.folder, '.local'))).toBe(false);
  });
});
