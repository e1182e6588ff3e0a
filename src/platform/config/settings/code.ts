import { z } from 'zod';
import { bigWhole, httpUrl, seconds, text, whole } from '../value-schemas.ts';
import { calledInDify, optional, type Setting, setting } from './setting.ts';

/** Code nodes: what they may return, and the sandbox in which they run. */
export const codeSettings = {
  codeMaxNumber: setting(
    bigWhole,
    9223372036854775807n,
    'Largest number of a code node',
    calledInDify('CODE_MAX_NUMBER'),
  ),
  codeMinNumber: setting(
    bigWhole,
    -9223372036854775807n,
    'Smallest number of a code node',
    calledInDify('CODE_MIN_NUMBER'),
  ),
  codeMaxDepth: setting(whole(1), 5, 'Deepest nesting of an object', calledInDify('CODE_MAX_DEPTH')),
  codeMaxPrecision: setting(whole(1), 20, 'Most decimal places', calledInDify('CODE_MAX_PRECISION')),
  codeMaxStringLength: setting(
    whole(1),
    400_000,
    'Longest text of a code node',
    calledInDify('CODE_MAX_STRING_LENGTH', 'characters'),
  ),
  codeMaxStringArrayLength: setting(
    whole(1),
    30,
    'Longest list of texts',
    calledInDify('CODE_MAX_STRING_ARRAY_LENGTH'),
  ),
  codeMaxObjectArrayLength: setting(
    whole(1),
    30,
    'Longest list of objects',
    calledInDify('CODE_MAX_OBJECT_ARRAY_LENGTH'),
  ),
  codeMaxNumberArrayLength: setting(
    whole(1),
    1000,
    'Longest list of numbers',
    calledInDify('CODE_MAX_NUMBER_ARRAY_LENGTH'),
  ),
  codeConnectSeconds: setting(
    seconds,
    10,
    'Longest wait for a free sandbox',
    calledInDify('CODE_EXECUTION_CONNECT_TIMEOUT', 's'),
  ),
  codeReadSeconds: setting(seconds, 60, 'Longest run of a code node', calledInDify('CODE_EXECUTION_READ_TIMEOUT', 's')),
  sandboxWorkerSeconds: setting(
    seconds,
    15,
    'Longest work of one sandbox call',
    calledInDify('SANDBOX_WORKER_TIMEOUT', 's'),
  ),
  sandboxMaxWorkers: setting(
    optional(whole(1)),
    undefined,
    'Most sandbox processes at once; as many as fit a quarter of the memory when absent',
    {
      alsoCalled: ['SANDBOX_MAX_CHILDREN'],
    },
  ),
  sandboxMemoryMb: setting(whole(32), 256, 'Memory of the code of one run', {
    alsoCalled: ['SANDBOX_MEMORY_MB'],
    unit: 'MB',
  }),
  sandboxMaxResultBytes: setting(whole(1), 16 * 1024 ** 2, 'Longest result of a run, as JSON', {
    alsoCalled: ['SANDBOX_MAX_RESULT_BYTES'],
    unit: 'bytes',
  }),
  sandboxRunsPerWorker: setting(whole(1), 1000, 'Runs of one app after which a sandbox process is replaced'),
  codeSandbox: setting(z.enum(['warm', 'single-use']), 'warm', 'warm: an app keeps its sandbox; single-use: never', {
    alsoCalled: ['CODE_SANDBOX'],
  }),
  codeExecution: setting(
    z.enum(['embedded', 'python']),
    'embedded',
    'Where Python code runs: embedded (sandboxed), or python (with the rights of this program)',
    { alsoCalled: ['CODE_EXECUTION'] },
  ),
  codeExecutionPython: setting(text, 'python3', 'Interpreter of CODE_EXECUTION=python', {
    alsoCalled: ['CODE_EXECUTION_PYTHON'],
  }),
  codeExecutionEndpoint: setting(
    optional(httpUrl),
    undefined,
    'A dify-sandbox service that runs all code',
    calledInDify('CODE_EXECUTION_ENDPOINT'),
  ),
  codeExecutionApiKey: setting(optional(text), undefined, 'Key of the dify-sandbox service', {
    alsoCalled: ['CODE_EXECUTION_API_KEY'],
    isSecret: true,
  }),
} as const satisfies Record<string, Setting>;
