import type { PyodideAPI } from 'pyodide';
import { errorText } from '../../../../kernel/index.ts';
import type { AssetReader, ChildSettings, Interpreter, Outcome, OutcomeKind, OutputCapture } from '../interpreter.ts';
import { loadPython } from './load.ts';
import { RUNNER_MODULE } from './snapshot.ts';

const PAGE_BYTES = 65_536;

/** `run` of the runner; by the promising way a script may block in `asyncio.run`. */
interface Runner {
  callPromising(code: string, inputs: string): Promise<string>;
}

export async function openPython(settings: ChildSettings, readAsset: AssetReader): Promise<Interpreter> {
  const memory = limitMemory(settings.memoryBytes);
  const python = await loadPython(readAsset, { _loadSnapshot: readAsset('python/snapshot') });
  python.runPython(`import ${RUNNER_MODULE}; ${RUNNER_MODULE}.begin()`);
  const runner = python.runPython(`${RUNNER_MODULE}.run`) as Runner;
  python.runPython(`import sys; del sys.modules['${RUNNER_MODULE}'], ${RUNNER_MODULE}`);
  const hasGrown = () => memory.grownBytes() > settings.memoryBytes / 2;
  return {
    async run(code, inputs, stdout) {
      captureStdout(python, stdout);
      const outcome = await call(runner, code, inputs);
      return outcome.isLast || !hasGrown() ? outcome : { ...outcome, isLast: true };
    },
  };
}

async function call(runner: Runner, code: string, inputs: string): Promise<Outcome> {
  try {
    const reply = await runner.callPromising(code, inputs);
    const end = reply.indexOf('\n');
    const kind = reply.slice(0, end) as OutcomeKind; // the runner says nothing else
    return { kind, text: reply.slice(end + 1), isLast: kind === 'memory' };
  } catch (error) {
    return { kind: 'script', text: explainEnd(error), isLast: true };
  }
}

/** The interpreter itself gave up: its stack is full, or the script ended it. */
function explainEnd(error: unknown): string {
  const text = errorText(error);
  return /call stack/.test(text)
    ? 'RecursionError: the stack of the Python interpreter is full'
    : `The Python interpreter ended: ${text}`;
}

function captureStdout(python: PyodideAPI, stdout: OutputCapture): void {
  python.setStdout({
    write(bytes) {
      stdout.add(bytes);
      return bytes.length;
    },
  });
}

/**
 * The memory is exported by the wasm module, so it has no maximum of its own. A refused `grow` becomes a `MemoryError`
 * in Python. It never shrinks.
 */
function limitMemory(maxBytes: number) {
  const { prototype } = WebAssembly.Memory;
  const grow = prototype.grow;
  let grown = 0;
  prototype.grow = function (this: WebAssembly.Memory, pages: number): number {
    const wanted = this.buffer.byteLength + pages * PAGE_BYTES;
    if (wanted > maxBytes) throw new RangeError('The memory limit of the sandbox is reached');
    const before = grow.call(this, pages);
    grown = wanted;
    return before;
  };
  return { grownBytes: () => grown };
}
