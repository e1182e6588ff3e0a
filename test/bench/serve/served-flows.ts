import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { end, flow, node, start, template } from '../../cli/flows.ts';
import { command, type Program } from '../../crash/program.ts';

/** A data directory with one app in it, and a key of that app. */
export interface ServedFlow {
  readonly dataDir: string;
  readonly key: string;
  remove(): void;
}

const name = { variable: 'name', label: 'name', type: 'text-input', required: true };

/** start, template-transform, end: the smallest workflow that does something. */
export const greeting = flow({
  nodes: [
    start(name),
    template('greet', 'Hello, {{ name }}!', { name: ['start', 'name'] }),
    end({ text: ['greet', 'output'] }),
  ],
  edges: [
    ['start', 'greet'],
    ['greet', 'end'],
  ],
});

/** start, llm, answer: a chat that asks a model. */
export const chatflow = flow({
  mode: 'advanced-chat',
  nodes: [
    start(),
    node('llm', 'llm', {
      model: { provider: 'openai', name: 'm', mode: 'chat', completion_params: {} },
      prompt_template: [{ role: 'system', text: 'be brief' }],
      context: { enabled: false },
      vision: { enabled: false },
    }),
    node('answer', 'answer', { answer: '{{#llm.text#}}' }),
  ],
  edges: [
    ['start', 'llm'],
    ['llm', 'answer'],
  ],
});

/** Takes an app into a new data directory, as an operator would. */
export async function serveFlow(program: Program, document: unknown): Promise<ServedFlow> {
  const dataDir = mkdtempSync(join(tmpdir(), 'dify-bench-'));
  const surroundings = { program, dataDir, env: {} };
  const file = join(dataDir, 'app.json');
  writeFileSync(file, JSON.stringify(document));
  const id = await say(surroundings, ['app', 'import', file, '--publish', '--yes']);
  const key = await say(surroundings, ['key', 'create', '--app', id]);
  return { dataDir, key, remove: () => rmSync(dataDir, { recursive: true, force: true }) };
}

async function say(surroundings: Parameters<typeof command>[0], args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await command(surroundings, args);
  if (code !== 0) throw new Error(`dify ${args.join(' ')} ended with ${code}: ${stderr}`);
  return stdout.trim();
}
