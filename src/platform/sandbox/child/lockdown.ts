import { constants } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/**
 * Takes away what `--permission` leaves: it guards files, sockets, processes and native code, but not signals to other
 * processes, priorities or identities (Node 26). The interpreter is loaded, so nothing of this is needed any more.
 */
export function lockDown(): void {
  for (const scope of ['fs.read', 'fs.write', 'worker', 'child', 'net', 'addon', 'wasi', 'inspector', 'ffi'])
    drop(scope);
  for (const name of PROCESS_MEMBERS) Reflect.deleteProperty(process, name);
  for (const name of GLOBALS) Reflect.deleteProperty(globalThis, name);
  // the interpreters set its exit code when a script ends them
  Object.defineProperty(globalThis, 'process', { value: {}, configurable: true, writable: true });
  syncBuiltinESMExports();
}

/** The child's stdout is its pipe: what the interpreters' own code has to say must not end up there. */
export function silenceConsole(): void {
  const silent = Object.fromEntries(['log', 'info', 'debug', 'warn', 'error', 'trace'].map((name) => [name, () => {}]));
  Object.defineProperty(globalThis, 'console', { value: silent, configurable: true, writable: true });
}

/** Files that were readable for the start (the child's own code), and threads (the watchdog), are so no more. */
function drop(scope: string): void {
  const { permission } = process as { permission?: { drop?: (scope: string) => void } };
  permission?.drop?.(scope);
}

const PROCESS_MEMBERS = [
  'kill',
  '_kill',
  'chdir',
  'umask',
  'dlopen',
  'binding',
  '_linkedBinding',
  'getBuiltinModule',
  'setuid',
  'setgid',
  'seteuid',
  'setegid',
  'setgroups',
  'initgroups',
  'execve',
  '_debugProcess',
  '_debugEnd',
  '_startProfilerIdleNotifier',
  '_stopProfilerIdleNotifier',
  '_getActiveHandles',
  '_getActiveRequests',
  'getActiveResourcesInfo',
  'report',
  'loadEnvFile',
  'mainModule',
  'permission',
  'setSourceMapsEnabled',
  'setUncaughtExceptionCaptureCallback',
  'addUncaughtExceptionCaptureCallback',
  'stdin',
  'stdout',
  'stderr',
  'openStdin',
  'send',
  'channel',
  'disconnect',
  'env',
  'argv',
  'execArgv',
  'execPath',
  'ppid',
];

const GLOBALS = [
  'process',
  'require',
  'fetch',
  'Request',
  'Response',
  'Headers',
  'FormData',
  'WebSocket',
  'EventSource',
  'BroadcastChannel',
  'MessageChannel',
  'Worker',
  'navigator',
  'global',
  'localStorage',
  'sessionStorage',
];

/**
 * Emscripten's code asks `process.binding` for the numbers of file flags, which `--permission` refuses as a whole.
 */
export function stubBinding(): void {
  const binding = (name: string) => {
    if (name === 'constants') return { fs: constants };
    throw new Error(`No binding ${name}`);
  };
  Object.defineProperty(process, 'binding', { value: binding, configurable: true });
}
