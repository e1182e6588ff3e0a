import releaseSync from '@jitl/quickjs-wasmfile-release-sync';
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSSyncVariant,
  type QuickJSWASMModule,
} from 'quickjs-emscripten-core';
import { errorText } from '../../../../kernel/index.ts';
import type { AssetReader, ChildSettings, Interpreter, Outcome } from '../interpreter.ts';
import { failure, Guest, type Script } from './guest.ts';

const PAGE_BYTES = 65_536;
/** Of QuickJS's memory at the start, fixed by its build. */
const INITIAL_PAGES = 256;

/** The package's types describe its CommonJS form, where the variant is one step deeper. */
const variant = releaseSync as unknown as QuickJSSyncVariant;

interface Instance {
  readonly quickjs: QuickJSWASMModule;
  readonly memory: WebAssembly.Memory;
}

/**
 * One instance of QuickJS with a memory of its own that cannot grow past the limit (QuickJS's own limit does not hold:
 * it let a process grow by 2 GB). Every run has a fresh runtime; after anything went wrong the instance goes too. The
 * next one is made after the reply, while nobody waits.
 */
export async function openJavaScript(settings: ChildSettings, readAsset: AssetReader): Promise<Interpreter> {
  const wasm = await WebAssembly.compile(Buffer.from(readAsset('javascript/quickjs.wasm')));
  const open = () => openInstance(wasm, settings.memoryBytes);
  let instance = await open();
  let next: Guest | undefined = new Guest(instance.quickjs);

  const prepare = async (used: Guest, wentWell: boolean) => {
    if (!wentWell || !dispose(used)) instance = await open();
    return new Guest(instance.quickjs);
  };
  // A memory does not shrink, and a dropped one lives on until V8 collects it.
  const hasGrown = () => instance.memory.buffer.byteLength > settings.memoryBytes / 2;

  let preparing: Promise<unknown> = Promise.resolve();
  return {
    async run(code, inputs, stdout) {
      await preparing;
      const guest = next ?? new Guest(instance.quickjs);
      next = undefined;
      const outcome = await runGuest(guest, { code, inputs, stdout });
      if (hasGrown()) return { ...outcome, isLast: true };
      preparing = afterReply().then(async () => {
        next = await prepare(guest, outcome.kind === 'ok');
      });
      return outcome;
    },
  };
}

function afterReply(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function openInstance(wasm: WebAssembly.Module, memoryBytes: number): Promise<Instance> {
  const maximum = Math.max(INITIAL_PAGES, Math.floor(memoryBytes / PAGE_BYTES));
  const memory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum });
  const quickjs = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmModule: wasm, wasmMemory: memory }));
  return { quickjs, memory };
}

async function runGuest(guest: Guest, script: Script): Promise<Outcome> {
  try {
    return await guest.run(script);
  } catch (error) {
    return failure(errorText(error));
  }
}

/** False when QuickJS finds its memory in disorder. */
function dispose(guest: Guest): boolean {
  try {
    guest.dispose();
    return true;
  } catch {
    return false;
  }
}
