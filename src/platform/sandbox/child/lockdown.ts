import { constants, statSync } from 'node:fs';

/**
 * Takes away what `--permission` leaves: it guards files, sockets, processes and native code, but not signals to other
 * processes or identities (Node 26), and what it allowed for the start is given back. The interpreter is loaded, so
 * nothing of this is needed any more.
 */
export function lockDown(): void {
  const host = process;
  const { permission, getBuiltinModule, execPath } = host;
  for (const scope of SCOPES) (permission as { drop(scope: string): void }).drop(scope);
  for (const name of PROCESS_MEMBERS) Reflect.deleteProperty(process, name);
  for (const name of GLOBALS) Reflect.deleteProperty(globalThis, name);
  requireClosed(host, { has: permission.has.bind(permission), getBuiltinModule, execPath });
  // the interpreters set its exit code when a script ends them
  Object.defineProperty(globalThis, 'process', { value: {}, configurable: true, writable: true });
}

const SCOPES = ['fs.read', 'fs.write', 'worker', 'child', 'net', 'addon', 'wasi', 'inspector', 'ffi'];

const PROCESS_MEMBERS = [
  ...['kill', '_kill', 'chdir', 'umask', 'dlopen', 'binding', '_linkedBinding', 'getBuiltinModule', 'execve'],
  ...['setuid', 'setgid', 'seteuid', 'setegid', 'setgroups', 'initgroups', '_debugProcess', '_debugEnd'],
  ...['_startProfilerIdleNotifier', '_stopProfilerIdleNotifier', '_getActiveHandles', '_getActiveRequests'],
  ...['getActiveResourcesInfo', 'report', 'loadEnvFile', 'mainModule', 'setSourceMapsEnabled'],
  ...['setUncaughtExceptionCaptureCallback', 'addUncaughtExceptionCaptureCallback', 'stdin', 'stdout', 'stderr'],
  ...['openStdin', 'send', 'channel', 'disconnect', 'argv', 'execArgv', 'execPath', 'ppid'],
];

const GLOBALS = [
  ...['process', 'require', 'global', 'fetch', 'Request', 'Response', 'Headers', 'FormData', 'WebSocket'],
  ...['EventSource', 'BroadcastChannel', 'MessageChannel', 'Worker', 'navigator', 'localStorage', 'sessionStorage'],
];

/** Some of what was taken away, to try it. */
type Taken = Pick<NodeJS.Process, 'getBuiltinModule' | 'execPath'> & { has(scope: string): boolean };

/** Closed or not at all: a child that was started with other flags, by whatever mistake, never runs user code. */
function requireClosed(host: NodeJS.Process, { has, getBuiltinModule, execPath }: Taken): void {
  const open = [
    ...SCOPES.filter((scope) => has(scope)),
    ...PROCESS_MEMBERS.filter((name) => name in host).map((name) => `process.${name}`),
    ...['node:sqlite', 'node:ffi'].filter((name) => getBuiltinModule(name) !== undefined),
    ...(succeeds(() => Reflect.construct(Function, ['return 1'])) ? ['code from text'] : []),
    ...(succeeds(() => statSync(execPath)) ? ['looking at files'] : []),
  ];
  if (open.length > 0) throw new Error(`the sandbox is not closed: ${open.join(', ')}`);
}

function succeeds(action: () => unknown): boolean {
  try {
    action();
    return true;
  } catch {
    return false;
  }
}

/** The child's stdout is its pipe: what the interpreters' own code has to say must not end up there. */
export function silenceConsole(): void {
  const silent = Object.fromEntries(['log', 'info', 'debug', 'warn', 'error', 'trace'].map((name) => [name, () => {}]));
  Object.defineProperty(globalThis, 'console', { value: silent, configurable: true, writable: true });
}

/** Emscripten's code asks `process.binding` for the numbers of file flags; `--permission` refuses it as a whole. */
export function stubBinding(): void {
  const binding = (name: string) => {
    if (name === 'constants') return { fs: constants };
    throw new Error(`No binding ${name}`);
  };
  Object.defineProperty(process, 'binding', { value: binding, configurable: true });
}
