import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ChatServer, startChatServer } from '../fakes/chat-server.ts';
import { type ScriptedServer, startScriptedServer } from '../fakes/scripted-server.ts';
import { openWorkplace } from './command-line.ts';
import { approval, chat, echo, end, field, flow, greeting, llm, node, start, template, tool } from './flows.ts';

/** A completion app: a form and a model, no graph of its own. */
const simple = {
  ...{ kind: 'app', version: '0.6.0', app: { name: 'Simple', mode: 'completion' } },
  model_config: {
    model: { provider: 'openai', name: 'gpt-4o', mode: 'chat' },
    pre_prompt: '{{topic}} {{count}}',
    user_input_form: [
      { 'text-input': { label: 'Topic', variable: 'topic', required: true } },
      { number: { label: 'Count', variable: 'count', required: true } },
    ],
  },
};

const place = openWorkplace();
const { dify, write } = place;
let models: ChatServer;
let silent: ScriptedServer;

beforeAll(async () => {
  models = await startChatServer(['Good day.']);
  silent = await startScriptedServer(() => ({ ending: 'hang' }));
  write('greeting.yml', greeting);
  write('echo.yml', echo);
  write('chat.yml', chat);
  write('approval.yml', approval);
  write('model.yml', flow({ nodes: [start(), llm('model', 'hi'), end({ text: ['model', 'text'] })] }));
  write('tool.yml', flow({ nodes: [start(), tool('look'), end({ text: ['look', 'text'] })] }));
  write(
    'failing.yml',
    flow({
      nodes: [
        start(),
        tool('look', {
          error_strategy: 'default-value',
          default_value: [{ key: 'text', type: 'string', value: 'instead' }],
        }),
        end({ text: ['look', 'text'] }),
      ],
    }),
  );
  const needed = [field('name'), field('count', 'number'), field('doc', 'file'), field('data', 'json_object')];
  const form = start(...needed.map((one) => ({ ...one, required: true })), field('note'));
  write('needy.yml', flow({ nodes: [form, end({ name: ['start', 'name'] })] }));
  write('simple.yml', simple);
  write('hostile.yml', flow({ nodes: [start(field('\u001b[2Jname', 'text-input', { required: true })), end({})] }));
  write('note.txt', 'from a file');
});
afterAll(async () => {
  await models.close();
  await silent.close();
  place.remove();
});

const outputsOf = (text: string) => JSON.parse(text).data.outputs;

describe('inputs', () => {
  test.each<[argv: string[], outputs: object]>([
    [['-i', 'text=a=b'], { text: 'a=b' }],
    [['--input', 'text=', '-i', 'count=5'], { text: '', count: 5 }],
    [['-i', 'count:=2.50', '-i', 'data:={"a": [1, 2.0]}'], { count: 2.5, data: { a: [1, 2] } }],
    [['-i', 'text=@note.txt'], { text: 'from a file' }],
    [['--inputs', '{"text": "all", "count": 1}', '-i', 'text=one'], { text: 'one', count: 1 }],
    [['-f', 'doc=note.txt'], { doc: 'note.txt' }],
    [['--env', 'place=there'], { place: 'there' }],
  ])('%j', async (argv, outputs) => {
    const ended = await dify(['run', ...argv, 'echo.yml', '-o', 'json']);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(outputsOf(ended.stdout)).toMatchObject(outputs);
  });

  test('come from a file, or from standard input', async () => {
    write('inputs.json', { text: 'kept', count: 7 });
    const fromFile = await dify(['run', 'echo.yml', '--inputs', '@inputs.json', '-o', 'json']);
    const fromStdin = await dify(['run', 'echo.yml', '--inputs', '-', '-o', 'json'], { stdin: '{"text": "typed"}' });
    expect([outputsOf(fromFile.stdout).text, outputsOf(fromStdin.stdout).text]).toEqual(['kept', 'typed']);
  });

  test('what an app has no use for is told, and stops nothing', async () => {
    const { code, stdout, stderr } = await dify(['run', 'greeting.yml', '-i', 'name=Ann', '-i', 'Name=Bo', '-q', 'hi']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Hello, Ann!\n' });
    expect(stderr).toBe(
      'dify: warning: a workflow takes no query\n' + 'dify: warning: there is no input "Name": the app takes name\n',
    );
  });

  test('an app without a graph of its own is asked by its form too', async () => {
    const given = ['-i', 'topic=sun', '-i', 'count=1', '-i', 'sys=x', '-i', 'Topic=x'];
    const { code, stderr } = await dify(['run', 'simple.yml', ...given, '--model-gateway', `${models.url}/v1`]);
    expect(code).toBe(0);
    expect(stderr).toBe(
      ['sys', 'Topic']
        .map((name) => `dify: warning: there is no input "${name}": the app takes topic, count\n`)
        .join(''),
    );
  });

  test('what an app calls them does not steer the terminal', async () => {
    const missing = await dify(['run', 'hostile.yml']);
    const stray = await dify(['run', 'hostile.yml', '-i', '\u001b[2Jname=x', '-i', 'other=x']);
    const told = missing.stderr + stray.stderr;
    expect(told).toContain('[2Jname');
    expect(told).not.toContain('\u001b');
  });

  test('the workflow itself comes from standard input', async () => {
    const ended = await dify(['run', '-', '-i', 'name=Ann'], { stdin: JSON.stringify(greeting) });
    expect(ended).toEqual({ code: 0, stdout: 'Hello, Ann!\n', stderr: '' });
  });

  test.each<[argv: string[], code: number, message: string]>([
    [['run', 'greeting.yml'], 2, 'name is required in input form\n  Give it with -i name=TEXT'],
    [
      ['run', 'needy.yml', '-i', 'name=Ann'],
      2,
      'count, doc, data are required in input form\n  Give them with -i count=NUMBER --file doc=PATH -i data:=',
    ],
    [
      ['run', 'simple.yml'],
      2,
      'topic, count are required in input form\n  Give them with -i topic=TEXT -i count=NUMBER',
    ],
    [['run', 'greeting.yml', '-i', 'name'], 2, '--input wants NAME=VALUE, got "name"'],
    [['run', 'greeting.yml', '-i', 'name:={'], 2, '--input name:= is not valid JSON'],
    [['run', 'greeting.yml', '-i', 'name=@nothing.txt'], 2, 'cannot read nothing.txt: it does not exist'],
    [['run', 'greeting.yml', '--inputs', '[]'], 2, '--inputs wants a JSON object'],
    [['run', '.'], 2, 'cannot read .: it is a directory'],
    [['run', 'echo.yml', '-i', 'count=many'], 2, 'count'],
    [['run', 'echo.yml', '--env', 'plaec=x'], 2, 'no environment variable "plaec" (known: place)'],
    [['run', 'greeting.yml', '--timeout', 'soon'], 2, '--timeout must be a number of seconds'],
    [['run', 'greeting.yml', '--output', 'xml'], 2, "argument 'xml' is invalid"],
    [['run', 'greeting.yml', '--model', 'gpt'], 2, '--model needs FROM=TO'],
    [['run', 'greeting.yml', '--env-file', 'nothing.env'], 2, 'The env file nothing.env does not exist'],
    [['run', 'tool.yml', '--mocks', 'note.txt'], 2, '--mocks is not valid JSON'],
    [['run', 'chat.yml'], 2, 'query is required'],
    [['run', 'chat.yml', '-q', 'x', '--conversation', 'none'], 5, 'Conversation Not Exists'],
    [['run'], 2, "missing required argument 'file'"],
    [['run', 'greeting.yml', '--tiemout', '3'], 2, 'Did you mean --timeout?'],
    [['rnu'], 2, 'Did you mean run?'],
    [['logs'], 1, 'dify logs is not built yet'],
  ])('%j ends with %d: %s', async (argv, code, message) => {
    const ended = await dify(argv);
    expect(ended).toMatchObject({ code, stdout: '' });
    expect(ended.stderr).toMatch(/^dify: /);
    expect(ended.stderr).toContain(message);
  });
});

describe('output', () => {
  const model = () => ['run', 'model.yml', '--model-gateway', `${models.url}/v1`];

  test('text: the only output as it is, several as indented JSON', async () => {
    expect((await dify(model())).stdout).toBe('Good day.\n');
    const several = await dify(['run', 'echo.yml', '-i', 'count:=5.0']);
    expect(several.stdout).toContain('\n  "count": 5.0,\n');
  });

  test('json: what the blocking call answers', async () => {
    const reply = JSON.parse((await dify([...model(), '-o', 'json'])).stdout);
    expect(reply).toMatchObject({ data: { status: 'succeeded', outputs: { text: 'Good day.' }, total_tokens: 15 } });
  });

  test('events: one stream event per line, from the start to the end', async () => {
    const { stdout } = await dify([...model(), '-o', 'events']);
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).event);
    expect([events[0], events.at(-1)]).toEqual(['workflow_started', 'workflow_finished']);
    expect(events).not.toContain('ping');
  });

  test('an error is one line of JSON where the output is for programs', async () => {
    const { stdout, stderr } = await dify(['run', 'greeting.yml', '-o', 'json']);
    expect(stdout).toBe('');
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'invalid_param' } });
    expect(stderr.trimEnd()).not.toContain('\n');
  });

  test('a chat prints its answer', async () => {
    expect((await dify(['run', 'chat.yml', '-q', 'hello'])).stdout).toBe('You said hello (1)\n');
  });

  test('what the rules of a chat put in the place of an answer is printed after it', async () => {
    const output = { enabled: true, preset_response: 'Not told.' };
    const config = { keywords: 'hello', inputs_config: { enabled: false }, outputs_config: output };
    const features = { sensitive_word_avoidance: { enabled: true, type: 'keywords', config } };
    write('ruled.yml', { ...chat, workflow: { ...chat.workflow, features } });
    const ended = await dify(['run', 'ruled.yml', '-q', 'hello']);
    expect(ended).toEqual({ code: 0, stdout: 'You said hello (1)\nNot told.\n', stderr: '' });
  });
});

describe('endings', () => {
  test('a missing model is a missing permission, and the ways out are named', async () => {
    const ended = await dify(['run', 'model.yml']);
    expect(ended).toMatchObject({ code: 4, stdout: '' });
    expect(ended.stderr).toMatch(/gpt-4o.*node "model".*--model-gateway/s);
  });

  test('--model sends one model to the endpoint of another', async () => {
    const env = { OPENAI_API_KEY: 'k', OPENAI_API_BASE: models.url, OPENAI_BASE_URL: `${models.url}/v1` };
    const ended = await dify(['run', 'model.yml', '-m', '*:gpt-4o=openai:gpt-4o-mini'], { env });
    expect([ended.code, models.sent().at(-1)?.['model']]).toEqual([0, 'gpt-4o-mini']);
  });

  test('mocks replace the work of nodes; a failed one fails the run', async () => {
    write('good.json', { node_types: { tool: { outputs: { text: 'mocked' } } } });
    write('bad.json', { nodes: { look: { error: 'out of order' } } });
    expect(await dify(['run', 'tool.yml', '--mocks', 'good.json'])).toEqual({
      code: 0,
      stdout: 'mocked\n',
      stderr: '',
    });
    const failed = await dify(['run', 'tool.yml', '--mocks', 'bad.json']);
    expect(failed).toEqual({ code: 1, stdout: '', stderr: 'dify: out of order (node "look")\n' });
  });

  test('partial success is a warning, and a failure under --strict', async () => {
    write('bad.json', { nodes: { look: { error: 'out of order' } } });
    const argv = ['run', 'failing.yml', '--mocks', 'bad.json'];
    const lenient = await dify(argv);
    expect(lenient).toMatchObject({ code: 0, stdout: 'instead\n' });
    expect(lenient.stderr).toContain('warning');
    expect((await dify([...argv, '--strict'])).code).toBe(1);
  });

  test('a run past --timeout is stopped: 124, and no outputs', async () => {
    const gateway = ['--model-gateway', `${silent.url}/v1`, '--timeout', '0.3'];
    const ended = await dify(['run', 'model.yml', ...gateway]);
    expect(ended).toEqual({ code: 124, stdout: '', stderr: 'dify: The run took longer than 0.3 s (--timeout).\n' });
  });

  test('a --timeout longer than the timers of the machine stops nothing', async () => {
    const gateway = ['--model-gateway', `${models.url}/v1`, '--timeout', '2592000'];
    expect(await dify(['run', 'model.yml', ...gateway])).toMatchObject({ code: 0, stderr: '' });
  });

  test('Ctrl-C stops the run as the stop endpoint does: the last events are printed, 130', async () => {
    const ended = await dify(['run', 'model.yml', '--model-gateway', `${silent.url}/v1`, '-o', 'events'], {
      onOutput: (text, interrupt) => {
        if (text.includes('"node_started"') && text.includes('"llm"')) interrupt();
      },
    });
    expect(ended.code).toBe(130);
    expect(JSON.parse(ended.stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
      event: 'workflow_finished',
      data: { status: 'stopped' },
    });
  });

  test('a branch that is never reached needs no model', async () => {
    const condition = {
      id: '1',
      variable_selector: ['start', 'go'],
      comparison_operator: 'is',
      value: 'yes',
      varType: 'string',
    };
    write(
      'branch.yml',
      flow({
        nodes: [
          start(field('go')),
          node('if', 'if-else', { cases: [{ case_id: 'true', logical_operator: 'and', conditions: [condition] }] }),
          llm('model', 'hi'),
          template('plain', 'no model'),
          node('end', 'end', { outputs: [{ variable: 'text', value_selector: ['plain', 'output'] }] }),
        ],
        edges: [
          ['start', 'if'],
          ['if', 'model', 'true'],
          ['if', 'plain', 'false'],
          ['plain', 'end'],
        ],
      }),
    );
    expect(await dify(['run', 'branch.yml', '-i', 'go=no'])).toMatchObject({ code: 0, stdout: 'no model\n' });
  });
});

describe('a data directory', () => {
  test('keeps a conversation over two runs', async () => {
    const ask = (...more: string[]) => dify(['run', 'chat.yml', '--data-dir', 'data', '-o', 'json', ...more]);
    const first = JSON.parse((await ask('-q', 'one')).stdout);
    const second = JSON.parse((await ask('-q', 'two', '--conversation', first.conversation_id)).stdout);
    expect([first.answer, second.answer]).toEqual(['You said one (1)', 'You said two (2)']);
    expect(second.conversation_id).toBe(first.conversation_id);
  });

  test('keeps a pause: 3, the form on standard error, and another command goes on once', async () => {
    const paused = await dify(['run', 'approval.yml', '-i', 'what=leave', '--data-dir', 'data']);
    expect(paused).toMatchObject({ code: 3, stdout: '' });
    expect(paused.stderr).toMatch(/May we leave\?.*\[yes\] Yes.*token: /s);
    const runId = /runs resume (\S+)/.exec(paused.stderr)?.[1] ?? '';
    const resume = (action: string) =>
      dify(['runs', 'resume', runId, '--action', action, '--inputs', '{"note": "fine"}', '--data-dir', 'data']);
    expect(await resume('maybe')).toMatchObject({ code: 2, stdout: '' });
    const resumed = await resume('yes');
    expect([resumed.code, JSON.parse(resumed.stdout)]).toEqual([0, { note: 'fine', action: 'yes' }]);
    expect(await resume('yes')).toMatchObject({ code: 1, stdout: '' });
  });

  test('without one a pause cannot be kept, and that is said', async () => {
    const ended = await dify(['run', 'approval.yml', '-i', 'what=leave']);
    expect(ended).toMatchObject({ code: 3, stdout: '' });
    expect(ended.stderr).toContain('--data-dir');
  });
});
