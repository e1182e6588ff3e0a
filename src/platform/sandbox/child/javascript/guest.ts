import type { QuickJSContext, QuickJSHandle, QuickJSRuntime, QuickJSWASMModule } from 'quickjs-emscripten-core';
import type { Outcome, OutputCapture } from '../interpreter.ts';
import { answerHost } from './host.ts';
import { PRELUDE, PRELUDE_PARTS } from './prelude.ts';

/** With more, a runaway recursion overflows the stack of the host before QuickJS notices. */
const STACK_BYTES = 128 * 1024;

export interface Script {
  readonly code: string;
  readonly inputs: string;
  readonly stdout: OutputCapture;
}

/**
 * A fresh runtime with the prelude in it, for one script: the code runs, then `main(inputs)` is called; a promise is
 * waited for, with the script's timers in between.
 */
export class Guest {
  readonly #runtime: QuickJSRuntime;
  readonly #context: QuickJSContext;
  readonly #runner: QuickJSHandle;
  #stdout: OutputCapture | undefined;

  constructor(instance: QuickJSWASMModule) {
    this.#runtime = instance.newRuntime({ maxStackSizeBytes: STACK_BYTES });
    this.#context = this.#runtime.newContext();
    this.#runner = this.#installPrelude();
  }

  /** The state of a run is a word and a text: `ok` JSON, `error` text, `wait` milliseconds. */
  async run({ code, inputs, stdout }: Script): Promise<Outcome> {
    if (code.includes('\0')) return failure('SyntaxError: the code contains a NUL character');
    this.#stdout = stdout;
    let state = this.#call('begin', [code, inputs]);
    while (state.startsWith('wait')) state = await this.#step();
    const end = state.indexOf('\n');
    const text = state.slice(end + 1);
    return state.slice(0, end) === 'ok' ? { kind: 'ok', text, isLast: false } : failure(text);
  }

  /** Only after a run that went well: what an error leaves is not worth the risk. */
  dispose(): void {
    this.#runner.dispose();
    this.#context.dispose();
    this.#runtime.dispose();
  }

  /** Jobs first, then the next timer. */
  async #step(): Promise<string> {
    const ran = this.#runtime.executePendingJobs();
    if (ran.error) return this.#describe(ran.error);
    ran.dispose();
    const state = this.#call('settled', []);
    if (!state.startsWith('wait')) return state;
    const delayMs = Number(state.slice('wait'.length));
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    return this.#call('fire', []);
  }

  #installPrelude(): QuickJSHandle {
    const context = this.#context;
    using make = context.unwrapResult(context.evalCode(PRELUDE, '<prelude>'));
    using host = context.newFunction('host', (...args) => this.#answer(args));
    using evaluate = context.newFunction('evaluate', (code) => context.evalCode(context.getString(code), '<code>'));
    return context.unwrapResult(context.callFunction(make, context.undefined, host, evaluate));
  }

  /** Only texts pass between the script and the host; QuickJS's end at a NUL, so what is printed comes as JSON. */
  #answer(args: readonly QuickJSHandle[]) {
    const context = this.#context;
    const [request = '', ...texts] = args.map((arg) => context.getString(arg));
    if (request === 'part') return context.evalCode(PRELUDE_PARTS[texts[0] ?? ''] ?? '', '<prelude>');
    if (request !== 'print') return context.newString(answerHost(request, texts));
    this.#stdout?.add(Buffer.from(String(JSON.parse(texts[0] ?? '""'))));
    return undefined;
  }

  #call(name: string, args: readonly string[]): string {
    const context = this.#context;
    using method = context.getProp(this.#runner, name);
    const handles = args.map((arg) => context.newString(arg));
    const called = context.callFunction(method, context.undefined, ...handles);
    for (const handle of handles) handle.dispose();
    if (called.error) return this.#describe(called.error);
    using value = called.value;
    return context.getString(value);
  }

  /** An error that the prelude could not catch: memory is full, or the stack. */
  #describe(handle: QuickJSHandle): string {
    using error = handle;
    const dumped: unknown = this.#context.dump(error);
    if (typeof dumped !== 'object' || dumped === null) return `error\n${dumped}`;
    const { name = 'Error', message = '' } = dumped as { name?: string; message?: string };
    return `error\n${name}: ${message}`;
  }
}

/** What QuickJS and its host say when the memory is full. */
const OUT_OF_MEMORY = /^InternalError: out of memory|^Error: Out of memory|memory access out of bounds|^Aborted\(/;

export function failure(text: string): Outcome {
  return { kind: OUT_OF_MEMORY.test(text) ? 'memory' : 'script', text, isLast: false };
}
