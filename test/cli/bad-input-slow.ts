import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { resolve } from 'node:path';
import { startScriptedServer } from '../fakes/scripted-server.ts';
import { openWorkplace } from './command-line.ts';
import { chat, end, flow, llm, node, start, template } from './flows.ts';
import {
  buildProgram,
  faultsOf,
  type ProgramEnd,
  type ProgramOptions,
  runProgram,
  signalGroup,
} from './spawned-program.ts';

/**
 * What takes longer than a test should: `node test/cli/bad-input-slow.ts [--filter TEXT]`. Prints one line per case and
 * fails when one ended wrongly.
 */
const filter = process.argv[process.argv.indexOf('--filter') + 1] ?? '';
const wanted = (name: string) => !process.argv.includes('--filter') || name.includes(filter);

const place = openWorkplace();
const { folder, write } = place;
const silent = await startScriptedServer(() => ({ ending: 'hang' }));
const gateway = ['--model-gateway', `${silent.url}/v1`];

const code = (id: string, language: 'python3' | 'javascript', text: string) =>
  node(id, 'code', {
    code_language: language,
    code: text,
    variables: [],
    outputs: { r: { type: 'string', children: null } },
  });
const running = (text: string, language: 'python3' | 'javascript' = 'python3') =>
  flow({ nodes: [start(), code('c', language, text), end({ r: ['c', 'r'] })] });
const many = Array.from({ length: 10_000 }, (_, i) => template(`n${i}`, 'x'));

write('many.yml', flow({ nodes: [start(), ...many, end({ r: ['n9999', 'output'] })] }));
write('few.yml', flow({ nodes: [start(), ...many.slice(0, 300), end({ r: ['n9', 'output'] })] }));
write('chat.yml', chat);
write('model.yml', flow({ nodes: [start(), llm('model', 'hi'), end({ text: ['model', 'text'] })] }));
write('large.yml', running('def main():\n  return {"r": "x" * 50_000_000}'));
write('print.yml', running('def main():\n  while True: print("x" * 100_000)'));
write('memory.yml', running('def main():\n  a = []\n  while True: a.append("x" * 10_000_000)'));
write('endless.yml', running('function main() { while (true) {} }', 'javascript'));
write('sleep.yml', running('import time\ndef main():\n  time.sleep(12)\n  return {"r": "x"}'));
write(
  'template.yml',
  flow({
    nodes: [
      start(),
      template('t', '{% for i in range(99999) %}{% for j in range(99999) %}xx{% endfor %}{% endfor %}'),
      end({ r: ['t', 'output'] }),
    ],
  }),
);

interface Case {
  readonly name: string;
  readonly argv: readonly string[];
  readonly code: number;
  readonly options?: Partial<ProgramOptions>;
  /** The code's own traceback is what helps its author. */
  readonly isTraceback?: true;
}

/** Presses Ctrl-C so many times once the node works. */
const interrupting = (times: number): Partial<ProgramOptions> => {
  let pressed = 0;
  return {
    onOutput(text, child) {
      if (!/"node_started".*"(llm|code)"/.test(text)) return;
      for (; pressed < times; pressed += 1) signalGroup(child, 'SIGINT');
    },
  };
};

const cases: readonly Case[] = [
  { name: 'a graph of 10,000 nodes is checked', argv: ['validate', 'many.yml'], code: 0 },
  { name: 'a graph of 10,000 nodes ends at the limit of steps', argv: ['run', 'many.yml'], code: 1 },
  { name: 'an output of 50 MB', argv: ['run', 'large.yml'], code: 1 },
  { name: 'code that prints without end', argv: ['run', 'print.yml'], code: 1 },
  { name: 'code that eats memory', argv: ['run', 'memory.yml'], code: 1, isTraceback: true },
  { name: 'code that never ends', argv: ['run', 'endless.yml'], code: 1 },
  { name: 'a template without end', argv: ['run', 'template.yml'], code: 1 },
  { name: 'code past --timeout', argv: ['run', 'sleep.yml', '--timeout', '3'], code: 124 },
  { name: 'Ctrl-C once in code', argv: ['run', 'sleep.yml', '-o', 'events'], code: 130, options: interrupting(1) },
  {
    name: 'Ctrl-C once at a model',
    argv: ['run', 'model.yml', ...gateway, '-o', 'events'],
    code: 130,
    options: interrupting(1),
  },
  {
    name: 'Ctrl-C twice at a model',
    argv: ['run', 'model.yml', ...gateway, '-o', 'events'],
    code: 130,
    options: interrupting(2),
  },
  { name: 'a data directory where none can be', argv: ['run', 'few.yml', '--data-dir', '/proc/nothing/here'], code: 1 },
];

let failures = 0;

function report(name: string, ended: ProgramEnd, code: number, isQuiet = code === 0 || code === 130): void {
  const faults = [
    ...(ended.code === code ? [] : [`ended with ${ended.code}, not ${code}`]),
    ...(isQuiet ? [] : faultsOf(ended)),
  ];
  failures += faults.length;
  const said = ended.stderr.split('\n')[0] ?? '';
  console.log(
    `${faults.length === 0 ? 'ok  ' : 'BAD '} ${ended.seconds.toFixed(1).padStart(5)} s  ${name}: ${said} ${faults.join(', ')}`,
  );
}

/** Twenty at once make, migrate and write one data directory. */
async function crowd(): Promise<void> {
  const argv = ['run', 'chat.yml', '-q', 'hi', '--data-dir', 'crowd'];
  const all = await Promise.all(
    Array.from({ length: 20 }, () => runProgram(argv, { cwd: folder, patienceSeconds: 180 })),
  );
  for (const ended of all) report('one of twenty on one data directory', ended, 0);
}

/** A full disk behind standard output. */
async function fullDisk(): Promise<void> {
  const launcher = resolve(import.meta.dirname, '../../bin/dify.js');
  const stdio = ['ignore', openSync('/dev/full', 'w'), 'pipe'] as const;
  const child = spawn(process.execPath, [launcher, 'run', 'few.yml'], { cwd: folder, stdio: [...stdio] });
  let stderr = '';
  child.stderr?.on('data', (bytes) => {
    stderr += String(bytes);
  });
  const [code] = await once(child, 'close');
  report('a full disk behind standard output', { code, stdout: '', stderr, seconds: 0 }, 1);
}

buildProgram();
for (const { name, argv, code, options, isTraceback } of cases.filter((entry) => wanted(entry.name))) {
  const ended = await runProgram(argv, { cwd: folder, patienceSeconds: 60, ...options }).catch((error: Error) => error);
  if (ended instanceof Error) report(name, { code: -1, stdout: '', stderr: ended.message, seconds: 60 }, code);
  else report(name, ended, code, isTraceback);
}
if (wanted('twenty')) await crowd();
if (wanted('full disk') && process.platform === 'linux') await fullDisk();
await silent.close();
place.remove();
process.exitCode = failures === 0 ? 0 : 1;
