import { z } from 'zod';
import {
  array,
  failed,
  fromJson,
  type NodeContext,
  type NodeDefinition,
  type NodeRegistry,
  type NodeResult,
  none,
  number,
  parseTemplate,
  type ResponseSegment,
  string,
  succeeded,
  toJson,
  type Value,
} from '../index.ts';

/** Small but real node types, so that the engine is tested without those of the product. */

const Selector = z.array(z.string());

function define<Config>(definition: Omit<NodeDefinition<Config, object>, 'version'>): NodeDefinition<unknown, object> {
  // The registry forgets which config belongs to which type; `prepareGraph` parses with the same definition.
  return { version: '1', ...definition } as unknown as NodeDefinition<unknown, object>;
}

const Nothing = z.object({});
const nothing = async (): Promise<NodeResult> => succeeded({ outputs: {} });

const start = define({
  type: 'start',
  role: 'root',
  config: Nothing,
  execute: async (_, { inputs = {} }) => succeeded({ outputs: inputs }),
});

/** Renders a template into `text`, after `delay` ms. */
const text = define({
  type: 'text',
  role: 'executable',
  isRetryable: true,
  config: z.object({ template: z.string().default(''), delay: z.number().default(0) }),
  execute: async ({ template, delay }, { variables, clock, signal }) => {
    if (delay > 0) await clock.sleep(delay, signal);
    return succeeded({ outputs: { text: string(variables.render(template)) } });
  },
});

/** Streams `chunks` as `text`, with `delay` ms before each. */
const stream = define({
  type: 'stream',
  role: 'executable',
  isRetryable: true,
  config: z.object({
    chunks: z.array(z.string()),
    delay: z.number().default(1),
    failures: z.number().default(0),
    reasons: z.string().optional(),
    cites: z.string().optional(),
    trims: z.boolean().default(false),
  }),
  execute: async ({ chunks, delay, failures, reasons, cites, trims }, context) => {
    const { clock, signal, emit } = context;
    if (cites !== undefined) emit({ kind: 'citations', found: [{ title: cites }] });
    if (reasons !== undefined) emit({ kind: 'reasoning', text: reasons, isLast: true });
    for (const chunk of chunks) {
      await clock.sleep(delay, signal);
      emit({ kind: 'text', variable: 'text', text: chunk });
    }
    if (countAttempt(context) <= failures) return failed('StreamError', 'broken');
    emit({ kind: 'text', variable: 'text', text: '', isLast: true });
    const whole = chunks.join('');
    return succeeded({ outputs: { text: string(trims ? whole.trim() : whole) } });
  },
});

/** By clock, because each run has its own. */
const attempts = new WeakMap<object, Map<string, number>>();

function countAttempt(context: NodeContext): number {
  const counts = attempts.get(context.clock) ?? new Map<string, number>();
  attempts.set(context.clock, counts);
  const count = (counts.get(context.executionId) ?? 0) + 1;
  counts.set(context.executionId, count);
  return count;
}

/** Fails `times` times, then gives the number of its attempt. */
const shaky = define({
  type: 'shaky',
  role: 'executable',
  isRetryable: true,
  config: z.object({
    times: z.number().default(1_000),
    when: z.string().optional(),
    error: z.string().default('boom'),
  }),
  execute: async ({ times, when, error }, context) => {
    const attempt = countAttempt(context);
    const isDue = when === undefined || context.variables.render(when) === 'fail';
    if (isDue && attempt <= times) return failed('ShakyError', error, { outputs: { half: string('done') } });
    return succeeded({ outputs: { attempt: number(attempt) } });
  },
});

const crash = define({
  type: 'crash',
  role: 'executable',
  config: Nothing,
  execute: async () => {
    throw new TypeError('not a function');
  },
});

/** Takes the edge named by a template. */
const choose = define({
  type: 'choose',
  role: 'branch',
  config: z.object({ by: z.string() }),
  execute: async ({ by }, { variables }) => succeeded({ outputs: {}, branch: variables.render(by) }),
});

const End = z.object({ outputs: z.record(z.string(), Selector).default({}) });
const end = define({
  type: 'end',
  role: 'response',
  config: End,
  response: ({ outputs }) =>
    Object.values(outputs).flatMap((selector, i): ResponseSegment[] => [
      ...(i > 0 ? [{ kind: 'text', text: '\n' } as const] : []),
      { kind: 'variable', selector },
    ]),
  execute: async ({ outputs }, { variables }) =>
    succeeded({
      outputs: Object.fromEntries(Object.entries(outputs).map(([name, path]) => [name, variables.get(path) ?? none])),
    }),
});

const answer = define({
  type: 'answer',
  role: 'response',
  config: z.object({ answer: z.string() }),
  response: (config) => parseTemplate(config.answer),
  execute: async (config, { variables }) =>
    succeeded({ outputs: { answer: string(variables.render(config.answer, 'markdown')) } }),
});

/** Appends a template to a variable. */
const assign = define({
  type: 'assign',
  role: 'executable',
  config: z.object({ to: Selector, append: z.string() }),
  writes: ({ to }) => [to],
  execute: async ({ to, append }, { variables }) => {
    const before = variables.get(to)?.value ?? '';
    return succeeded({
      outputs: {},
      updates: [{ selector: to, value: string(String(before) + variables.render(append)) }],
    });
  },
});

const ask = define({
  type: 'ask',
  role: 'branch',
  config: z.object({ timeoutMs: z.number().default(60_000) }),
  execute: async ({ timeoutMs }, { answer: given }) => {
    if (!given) return { status: 'paused', form: { ...EMPTY_FORM, timeoutMs } };
    if (given.kind === 'timed-out') return succeeded({ outputs: {}, branch: '__timeout' });
    const outputs = Object.fromEntries(Object.entries(given.inputs).map(([name, value]) => [name, fromJson(value)]));
    return succeeded({ outputs, branch: given.actionId });
  },
});

const EMPTY_FORM = { content: 'Well?', inputs: [], actions: [], defaults: {}, deliveryMethods: [] } as const;

const iteration = define({
  type: 'iteration',
  role: 'container',
  config: z.object({
    over: z.array(z.string()),
    output: Selector,
    parallel: z.number().default(1),
    onError: z.enum(['stop', 'null', 'leave']).default('stop'),
  }),
  execute: async ({ over, output, parallel, onError }, context) => {
    context.startRounds({ length: over.length, inputs: { over } });
    const results: Value[] = [];
    let next = 0;
    let failure: NodeResult | undefined;
    const { promise: left, resolve: leave } = Promise.withResolvers<void>();
    const worker = async () => {
      while (next < over.length && !failure) {
        const index = next++;
        const set = { index: number(index), item: string(over[index] ?? '') };
        const round = await context.runRound({ index, variables: 'isolated', set });
        if (round.status === 'failed' && onError !== 'null') failure = failed('IterationError', round.error ?? '');
        if (failure && onError === 'leave') leave();
        results[index] = round.status === 'failed' ? none : (round.variables.get(output) ?? none);
      }
    };
    await Promise.race([left, Promise.all(Array.from({ length: parallel }, worker))]);
    return failure ?? succeeded({ outputs: { output: array('array[any]', results.map(toJson)) } });
  },
});

const loop = define({
  type: 'loop',
  role: 'container',
  config: z.object({
    count: z.number(),
    variables: z.record(z.string(), z.string()).default({}),
    until: z.object({ variable: Selector, is: z.string() }).optional(),
  }),
  execute: async ({ count, variables, until }, context) => {
    context.startRounds({ length: count, inputs: { loop_count: count } });
    const names = Object.keys(variables);
    const read = (reader: NodeContext['variables']): Record<string, Value> =>
      Object.fromEntries(names.map((name) => [name, reader.get([context.nodeId, name]) ?? none]));
    let outputs: Record<string, Value> = {};
    for (let index = 0; index < count; index += 1) {
      const set = index === 0 ? Object.fromEntries(names.map((name) => [name, string(variables[name] ?? '')])) : {};
      const round = await context.runRound({ index, variables: 'shared', set });
      if (round.status === 'failed') return failed('LoopError', round.error ?? '');
      outputs = { ...read(round.variables), loop_round: number(index + 1) };
      const isDone = until && round.variables.get(until.variable)?.value === until.is;
      if (round.isLoopEnd || isDone) break;
    }
    return succeeded({ outputs });
  },
});

const definitions = [
  start,
  { ...start, type: 'trigger-webhook' },
  text,
  stream,
  shaky,
  crash,
  choose,
  end,
  answer,
  assign,
  ask,
  iteration,
  loop,
  define({ type: 'iteration-start', role: 'root', config: Nothing, execute: nothing }),
  define({ type: 'loop-start', role: 'root', config: Nothing, execute: nothing }),
  define({ type: 'loop-end', role: 'executable', config: Nothing, execute: nothing }),
];

const byType = new Map(definitions.map((definition) => [definition.type, definition]));

export const tinyNodes: NodeRegistry<object> = { find: (type) => byType.get(type), types: [...byType.keys()] };
