import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { readDsl } from '../../src/dsl/index.ts';
import { type Instance, openInstance } from '../../src/instance/index.ts';
import { type JsonObject, KnownError } from '../../src/kernel/index.ts';
import {
  continueRun,
  type FormAnswer,
  type RunEvent,
  runDefinition,
  type Scope,
  type StartedRun,
  validateDefinition,
} from '../../src/operations/index.ts';
import { loadConfig } from '../../src/platform/config/index.ts';
import { startObligingModel } from '../fakes/obliging-model.ts';
import { plausibleInputs } from './plausible-inputs.ts';

/** Real apps of other people. They stand beside the project, not in it. */
export const corpus = resolve(import.meta.dirname, '../../../shared/corpus');

/**
 * How an app of the corpus ended. `unreadable`: no Dify app, told with a line; `invalid`: its graph has problems;
 * `refused`: an expected error before the run; `crash`, `hang`: faults of ours, which fail the whole.
 */
export type Ending =
  | 'unreadable'
  | 'invalid'
  | 'refused'
  | 'succeeded'
  | 'partial-succeeded'
  | 'failed'
  | 'crash'
  | 'hang';

export interface CorpusResult {
  readonly slug: string;
  readonly mode: string;
  readonly ending: Ending;
  /** Where it is not a plain success: what was said. */
  readonly why?: string;
  readonly nodes: number;
  readonly milliseconds: number;
}

export interface CorpusRunner {
  run(slug: string): Promise<CorpusResult>;
  close(): Promise<void>;
}

const LONGEST_RUN_MS = 20_000;
/** For apps whose own code waits. */
const LONGEST_SLEEPY_RUN_MS = 60_000;
/** A stopped run that does not end within this has hung. */
const LONGEST_STOP_MS = 5_000;
const MOST_PAUSES = 5;

/** The parts that an installation brings along; agents of chat apps stay real. */
const MOCKS: JsonObject = {
  node_types: {
    tool: { outputs: { text: 'What the tool found.', json: [{ result: 'found', id: 7 }], files: [] } },
    'knowledge-retrieval': {
      outputs: { result: [{ title: 'Page', content: 'Known facts.', url: '', icon: '', metadata: { score: 0.9 } }] },
    },
    datasource: { outputs: { datasource_type: 'website_crawl', content: '# Page', title: 'Page', source_url: '' } },
    'knowledge-index': { outputs: { display_status: 'completed' } },
  },
};
const AGENT_MOCK: JsonObject = { agent: { outputs: { text: 'What the agent says.', json: [], files: [] } } };

/** One scratch instance for all apps, whose models are answered on loopback and whose network ends at a closed port. */
export async function openCorpusRunner(): Promise<CorpusRunner> {
  const models = await startObligingModel();
  const nowhere = 'http://127.0.0.1:9';
  const flags = { modelGateway: `${models.url}/v1`, httpProxy: nowhere, httpsProxy: nowhere, noProxy: '127.0.0.1' };
  const instance = openInstance({ config: loadConfig({ env: {}, flags }), keepsRecords: false });
  return {
    run: (slug) => runSlug(instance, slug),
    async close() {
      await instance.close();
      await models.close();
    },
  };
}

async function runSlug(instance: Instance, slug: string): Promise<CorpusResult> {
  const begun = performance.now();
  const bytes = readFileSync(join(corpus, 'apps', `${slug}.yml`));
  const seen = { mode: '(unreadable)', nodes: 0 };
  const ended = await runBytes(instance, bytes, seen).catch((error: unknown) => ({
    ending: 'crash' as const,
    why: error instanceof Error ? (error.stack ?? error.message) : String(error),
  }));
  return { slug, ...seen, ...ended, milliseconds: Math.round(performance.now() - begun) };
}

type Ended = Pick<CorpusResult, 'ending' | 'why'>;

async function runBytes(instance: Instance, bytes: Uint8Array, seen: { mode: string; nodes: number }): Promise<Ended> {
  const read = readDsl(bytes);
  if (!read.file) {
    const line = read.problems[0]?.line;
    if (line === undefined) return { ending: 'crash', why: `told without a line: ${read.error}` };
    return { ending: 'unreadable', why: `line ${line}: ${read.problems[0]?.message}` };
  }
  const { app } = read.file;
  seen.mode = app.mode;
  const problems = validateDefinition(bytes);
  const scope = await instance.localScope({ user: 'corpus', mocks: mocksFor(app.mode) });
  try {
    const { query, rootNodeId, ...given } = plausibleInputs(app);
    const asked = { ...(query !== undefined && { query }), ...(rootNodeId !== undefined && { rootNodeId }) };
    const request = { text: bytes, name: 'app.yml', environment: {}, user: 'corpus', ...given, ...asked };
    return await finish(scope, await runDefinition(scope, request), seen, patienceFor(bytes));
  } catch (error) {
    if (!(error instanceof KnownError) || error.code === 'internal_server_error') throw error;
    if (error.code === 'invalid_graph' && problems.length === 0) {
      return { ending: 'crash', why: `validates, but is refused: ${error.message}` };
    }
    return { ending: error.code === 'invalid_graph' ? 'invalid' : 'refused', why: `${error.code}: ${error.message}` };
  }
}

function mocksFor(mode: string): JsonObject {
  if (mode === 'agent-chat') return MOCKS;
  return { node_types: { ...(MOCKS['node_types'] as JsonObject), ...AGENT_MOCK } };
}

async function finish(scope: Scope, started: StartedRun, seen: { nodes: number }, patienceMs: number): Promise<Ended> {
  let run = started;
  for (let pauses = 0; pauses <= MOST_PAUSES; pauses += 1) {
    const outcome = await inTime(run, patienceMs);
    if (outcome === undefined) return { ending: 'hang', why: 'did not end in time' };
    const events: RunEvent[] = [];
    for await (const { event } of run.handle.events()) events.push(event);
    seen.nodes = events.filter(({ type }) => type === 'node-finished').length;
    if (outcome.type === 'run-finished') return endingOf(outcome, events);
    run = await continueRun(scope, { run, answers: answersTo(events) });
  }
  return { ending: 'hang', why: 'pauses again and again' };
}

const patienceFor = (bytes: Uint8Array) =>
  Buffer.from(bytes).includes('sleep(') ? LONGEST_SLEEPY_RUN_MS : LONGEST_RUN_MS;

async function inTime({ handle }: StartedRun, patienceMs: number) {
  let isLate = false;
  const timers: NodeJS.Timeout[] = [];
  const late = new Promise<undefined>((resolve) => {
    timers.push(
      setTimeout(() => {
        isLate = true;
        handle.stop();
        timers.push(setTimeout(() => resolve(undefined), LONGEST_STOP_MS));
      }, patienceMs),
    );
  });
  const outcome = await Promise.race([handle.done, late]);
  for (const timer of timers) clearTimeout(timer);
  return isLate ? undefined : outcome;
}

/** What a slip of ours looks like when something on the way takes it for an expected failure. */
const SLIP =
  /is not a function|is not iterable|Cannot read propert|is not defined|Maximum call stack|\[object Object\]/;

function endingOf(
  outcome: Extract<Awaited<StartedRun['handle']['done']>, { type: 'run-finished' }>,
  events: RunEvent[],
): Ended {
  const { status, error, errorCode, failedNodeId } = outcome;
  const why = error === undefined ? {} : { why: `${failedNodeId ?? ''}: ${error}` };
  const slip = events
    .flatMap((event) => (event.type === 'node-finished' && event.error !== undefined ? [event.error] : []))
    .find((text) => SLIP.test(text));
  if (errorCode === 'internal_server_error') return { ending: 'crash', ...why };
  if (slip !== undefined) return { ending: 'crash', why: slip };
  if (status === 'stopped') return { ending: 'hang', ...why };
  return { ending: status, ...why };
}

function answersTo(events: readonly RunEvent[]): Record<string, FormAnswer> {
  const open = new Map<string, readonly [string, FormAnswer]>();
  for (const event of events) {
    if (event.type === 'form-answered') open.delete(event.formId);
    if (event.type !== 'form-requested') continue;
    const actionId = event.form.actions[0]?.id ?? '';
    const inputs = Object.fromEntries(
      event.form.inputs.map((field) => [String(field['output_variable_name']), 'fine']),
    );
    open.set(event.formId, [event.nodeId, { kind: 'submitted', actionId, inputs }]);
  }
  return Object.fromEntries(open.values());
}

/** How many apps of each mode ended how. */
export function countEndings(results: readonly CorpusResult[]): Record<string, Record<string, number>> {
  const counts: Record<string, Record<string, number>> = {};
  for (const { mode, ending } of results) {
    const row = counts[mode] ?? {};
    counts[mode] = { ...row, [ending]: (row[ending] ?? 0) + 1 };
  }
  return counts;
}

export const isFault = ({ ending }: CorpusResult) => ending === 'crash' || ending === 'hang';
