import type { CodeErrorKind, CodeLanguage } from '../../src/platform/sandbox/index.ts';

/**
 * What hostile code tries. An attempt either fails with a clear error, or is allowed to end and must then return exactly
 * this: a value that shows it got nothing.
 */
export interface Attempt {
  readonly name: string;
  readonly language: CodeLanguage;
  /** `TARGET` values come as inputs, see `Targets`. */
  readonly code: string;
  readonly fails?: { readonly kind: CodeErrorKind; readonly message: RegExp };
  readonly returns?: unknown;
}

/** What lies around the sandbox, for the attempts to reach for; given to `main` as `t`. */
export interface Targets {
  /** A file of the program, with a secret in it. */
  readonly file: string;
  /** The product's database. */
  readonly database: string;
  /** A folder that is writable for the program. */
  readonly folder: string;
  /** A listener on loopback that must never be connected to. */
  readonly port: number;
  readonly parentPid: number;
}

type Table = readonly (readonly [
  name: string,
  code: string,
  fails: RegExp | [CodeErrorKind, RegExp] | { returns: unknown },
])[];

function toAttempts(language: CodeLanguage, table: Table): Attempt[] {
  return table.map(([name, code, expected]) => {
    const attempt = { name, language, code };
    if (Array.isArray(expected)) return { ...attempt, fails: { kind: expected[0], message: expected[1] } };
    if (expected instanceof RegExp) return { ...attempt, fails: { kind: 'script', message: expected } };
    return { ...attempt, returns: expected.returns };
  });
}

/** The body of `main(t)`, indented. */
const py = (body: string, before = '') => `${before}\ndef main(t):\n${body.replace(/^/gm, '    ')}`;
const js = (body: string) => `async function main({ t }) {\n${body}\n}`;

const NO_FILE = /FileNotFoundError|NotADirectoryError/;
const NO_MODULE = /ModuleNotFoundError: No module named/;
const NO_NETWORK = /the code sandbox has no network/;
const NO_PROCESS =
  /does not support processes|OSError|AttributeError|NotImplementedError|PermissionError|ModuleNotFoundError/;
const NO_CODE = /Code generation from strings disallowed|EvalError/;

export const pythonAttempts: readonly Attempt[] = toAttempts('python3', [
  // files
  ['read a file of the program', py('return open(t["file"]).read()'), NO_FILE],
  ['read the database', py('return open(t["database"], "rb").read(16)'), NO_FILE],
  ['read /etc/passwd', py('return open("/etc/passwd").read()'), NO_FILE],
  ['read the environment of the process', py('return open("/proc/self/environ").read()'), NO_FILE],
  ['read the memory of the parent', py('return open(f"/proc/{t[\'parentPid\']}/mem", "rb").read(1)'), NO_FILE],
  [
    'open the database with sqlite3',
    py(
      'return sqlite3.connect("file:" + t["database"] + "?mode=ro", uri=True).execute("select 1 from secrets").fetchall()',
      'import sqlite3',
    ),
    /OperationalError/,
  ],
  [
    'attach the database',
    py(
      'c = sqlite3.connect(":memory:")\nc.execute("attach ? as d", (t["database"],))\nreturn c.execute("select * from d.secrets").fetchall()',
      'import sqlite3',
    ),
    /OperationalError/,
  ],
  [
    'load an extension into sqlite3',
    py('c = sqlite3.connect(":memory:")\nc.enable_load_extension(True)\nc.load_extension(t["file"])', 'import sqlite3'),
    /AttributeError|OperationalError|not authorized/,
  ],
  ['list the folder of the program', py('return os.listdir(t["folder"])', 'import os'), NO_FILE],
  ['walk up by symlink', py('os.symlink("/../../etc", "/tmp/up")\nreturn os.listdir("/tmp/up")', 'import os'), /Error/],
  [
    'import from the folder of the program',
    py('sys.path.insert(0, t["folder"])\nimport secret', 'import sys'),
    NO_MODULE,
  ],
  ['mmap a file', py('return mmap.mmap(os.open(t["file"], os.O_RDONLY), 0)[:5]', 'import mmap, os'), /Error/],
  // environment and identity
  [
    'read environment variables',
    py('return sorted(os.environ)', 'import os'),
    { returns: ['HOME', 'LANG', 'PATH', 'TZ'] },
  ],
  ['read environment variables by getenv', py('return os.getenv("DIFY_CANARY")', 'import os'), { returns: null }],
  [
    'read arguments',
    py('return [a for a in sys.argv + sys.orig_argv if "sandbox" in a or "permission" in a]', 'import sys'),
    { returns: [] },
  ],
  // sockets
  [
    'connect by socket',
    py('socket.create_connection(("127.0.0.1", t["port"]), 2).sendall(b"x" * 9)\nreturn "sent"', 'import socket'),
    NO_NETWORK,
  ],
  [
    'fetch by urllib',
    py('return urllib.request.urlopen(f"http://127.0.0.1:{t[\'port\']}/", timeout=2).read()', 'import urllib.request'),
    NO_NETWORK,
  ],
  [
    'fetch by http.client',
    py(
      'c = http.client.HTTPConnection("127.0.0.1", t["port"], timeout=2)\nc.request("GET", "/")\nreturn c.getresponse().read()',
      'import http.client',
    ),
    NO_NETWORK,
  ],
  [
    'connect by asyncio',
    py(
      'async def go():\n    r, w = await asyncio.open_connection("127.0.0.1", t["port"])\n    w.write(b"x")\nreturn asyncio.run(go())',
      'import asyncio',
    ),
    NO_NETWORK,
  ],
  [
    'connect below the socket module',
    py('return _socket.socket.connect(socket.socket(), ("127.0.0.1", t["port"]))', 'import _socket, socket'),
    /./,
  ],
  [
    'send by UDP',
    py(
      's = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\ns.sendto(b"x", ("127.0.0.1", t["port"]))\nreturn s.recv(1)',
      'import socket',
    ),
    /Error/,
  ],
  [
    'listen',
    py('s = socket.socket()\ns.bind(("127.0.0.1", 0))\ns.listen()\ns.accept()', 'import socket'),
    /Error|Exception/,
  ],
  // processes, signals, threads
  [
    'start a process',
    py('return subprocess.run(["/bin/sh", "-c", "id"], capture_output=True).stdout', 'import subprocess'),
    NO_PROCESS,
  ],
  ['start a shell', py('raise OSError(os.system("id > /tmp/id"), "status")', 'import os'), NO_PROCESS],
  ['popen', py('return os.popen("id").read()', 'import os'), NO_PROCESS],
  ['fork', py('return os.fork()', 'import os'), NO_PROCESS],
  ['exec', py('os.execv("/bin/sh", ["sh", "-c", "id"])', 'import os'), NO_PROCESS],
  ['posix_spawn', py('return os.posix_spawn("/bin/sh", ["sh"], {})', 'import os'), NO_PROCESS],
  ['multiprocessing', py('p = multiprocessing.Process(target=print)\np.start()', 'import multiprocessing'), NO_PROCESS],
  [
    'a thread',
    py('threading.Thread(target=print).start()', 'import threading'),
    /RuntimeError: can't start new thread/,
  ],
  ['kill the parent', py('os.kill(t["parentPid"], 9)\nraise OSError("nothing happened")', 'import os'), NO_PROCESS],
  ['kill the group', py('os.killpg(0, 9)\nraise OSError("nothing happened")', 'import os'), NO_PROCESS],
  ['become another user', py('os.setuid(0)\nraise OSError("nothing happened")', 'import os'), NO_PROCESS],
  // the host's JavaScript
  ['import js', py('import js\nreturn js.process.env', ''), NO_MODULE],
  ['import pyodide_js', py('import pyodide_js\nreturn pyodide_js.toPy.constructor("return process")()', ''), NO_MODULE],
  ['pyodide.code.run_js', py('from pyodide.code import run_js\nreturn run_js("process.pid")', ''), NO_MODULE],
  [
    'mount a folder of the host',
    py('from pyodide_js import mountNodeFS\nmountNodeFS("/n", "/etc")', ''),
    /ImportError|ModuleNotFoundError/,
  ],
  [
    'the finder of js modules',
    py('return [f.jsproxies["pyodide_js"] for f in sys.meta_path if hasattr(f, "jsproxies")][0]', 'import sys'),
    /IndexError/,
  ],
  [
    'code through the event loop',
    py(
      'schedule = type(asyncio.get_event_loop()).call_later.__globals__["scheduleCallback"]\nreturn schedule.constructor("return process")()',
      'import asyncio',
    ),
    NO_CODE,
  ],
  [
    'code through a constructor of a constructor',
    py(
      'schedule = type(asyncio.get_event_loop()).call_later.__globals__["scheduleCallback"]\nreturn schedule.constructor.constructor("return import(\'node:fs\')")()',
      'import asyncio',
    ),
    NO_CODE,
  ],
  [
    'the prototype of the host',
    py(
      'schedule = type(asyncio.get_event_loop()).call_later.__globals__["scheduleCallback"]\nreturn schedule.__proto__.constructor("return this")()',
      'import asyncio',
    ),
    /EvalError|AttributeError|Code generation/,
  ],
  [
    'host objects among all objects',
    py('return [str(o) for o in gc.get_objects() if "JsProxy" in type(o).__name__ and hasattr(o, "FS")]', 'import gc'),
    { returns: [] },
  ],
  ['import ctypes', py('import ctypes\nreturn ctypes.CDLL(None)', ''), NO_MODULE],
  [
    'ctypes by its back door',
    py(
      'for name in ("ctypes", "_ctypes"):\n    sys.modules.pop(name)\nimport ctypes\nreturn ctypes.CDLL(None).emscripten_run_script_int(b"process.pid")',
      'import sys',
    ),
    /Code generation from strings disallowed/,
  ],
  [
    'raw memory',
    py(
      'for name in ("ctypes", "_ctypes"):\n    sys.modules.pop(name)\nimport ctypes\nreturn ctypes.string_at(0xfffffff0, 64)',
      'import sys',
    ),
    /out of bounds|interpreter ended|Error/,
  ],
  // the protocol
  ['print a forged reply', py('print("\\x00\\x00\\x00\\x00\\x05\\x00\\x04\\x00ok")\nreturn 1'), { returns: 1 }],
  [
    "print Dify's marker",
    py('print("<<RESULT>>{\\"forged\\": 1}<<RESULT>>")\nreturn {"real": 1}'),
    { returns: { real: 1 } },
  ],
  [
    'write frames to every descriptor',
    py(
      'done = 0\nfor fd in range(0, 64):\n    try:\n        os.write(fd, b"\\x08\\0\\0\\0\\x05\\0\\0\\0\\0\\0\\0\\0")\n    except OSError:\n        pass\nreturn "written"',
      'import os',
    ),
    { returns: 'written' },
  ],
  [
    'read the requests from stdin',
    py('return sys.stdin.read() + (sys.stdin.buffer.read(10)).decode()', 'import sys'),
    { returns: '' },
  ],
  ['close stdout', py('os.close(1)\nsys.__stdout__.close()\nreturn 1', 'import os, sys'), { returns: 1 }],
  // limits
  ['leave by SystemExit', py('sys.exit(3)', 'import sys'), /SystemExit: 3/],
  ['end the interpreter', py('os._exit(3)', 'import os'), /interpreter ended/],
  ['abort the interpreter', py('os.abort()', 'import os'), /interpreter ended/],
  ['recurse without end', py('def f(n): return f(n + 1)\nreturn f(0)'), /RecursionError/],
  [
    'recurse without a limit',
    py('sys.setrecursionlimit(10**9)\ndef f(n): return f(n + 1)\nreturn f(0)', 'import sys'),
    /RecursionError|interpreter ended/,
  ],
  ['one huge list', py('return [0] * 10**9'), ['memory', /SANDBOX_MEMORY_MB/]],
  ['memory by and by', py('held = []\nwhile True: held.append(bytearray(10**6))'), ['memory', /SANDBOX_MEMORY_MB/]],
  [
    'a file without end',
    py('with open("/tmp/big", "wb") as f:\n    while True: f.write(b"x" * 10**7)'),
    ['memory', /SANDBOX_MEMORY_MB/],
  ],
  ['a result without end', py('return "x" * (17 * 2**20)'), ['output', /SANDBOX_MAX_RESULT_BYTES/]],
  ['a result nested without end', py('r = []\nfor _ in range(10**5): r = [r]\nreturn r'), /RecursionError/],
  ['a result in a circle', py('r = []\nr.append(r)\nreturn r'), /Circular reference/],
  [
    'an exception that cannot be printed',
    py('class E(Exception):\n    def __str__(self): raise SystemExit(1)\nraise E()'),
    /E/,
  ],
  ['an exception without end', py('raise Exception("x" * 10**7)'), /x{100}/],
  ['NaN', py('return {"x": float("nan")}'), /not JSON compliant: nan/],
]);

export const javascriptAttempts: readonly Attempt[] = toAttempts('javascript', [
  ['require', js('return require("fs").readFileSync(t.file, "utf8")'), /Cannot find module 'fs'/],
  [
    'import',
    js('return (await import("node:fs")).readFileSync(t.file, "utf8")'),
    /could not load module|ReferenceError|module/,
  ],
  ["the engine's own modules", js('return Object.keys(await import("os"))'), /could not load module|module/],
  ['process', js('return process.env'), /'process' is not defined/],
  ['process by a constructor', js('return (() => {}).constructor("return process")().env'), /'process' is not defined/],
  [
    'process by an async constructor',
    js('return (await (async () => {}).constructor("return process")()).env'),
    /'process' is not defined/,
  ],
  [
    'globalThis of the host',
    js(
      'return Object.getOwnPropertyNames(globalThis).filter((name) => /process|fetch|module|Deno|Bun|std|os$|scriptArgs|print$|quit|host/i.test(name))',
    ),
    { returns: [] },
  ],
  ['fetch', js('return await fetch("http://127.0.0.1:" + t.port)'), /'fetch' is not defined/],
  ['WebSocket', js('return new WebSocket("ws://127.0.0.1:" + t.port)'), /'WebSocket' is not defined/],
  ['XMLHttpRequest', js('return new XMLHttpRequest()'), /is not defined/],
  ['Worker', js('return new Worker("data:text/javascript,1")'), /is not defined/],
  ['WebAssembly', js('return WebAssembly.Memory'), /is not defined/],
  [
    'the constructor of a host function',
    js('return console.log.constructor("return this")() === globalThis'),
    { returns: true },
  ],
  [
    'the constructor of a host class',
    js('return new URL("http://x/").constructor.constructor("return typeof process")()'),
    { returns: 'undefined' },
  ],
  ['the caller of main', js('return main.caller'), /TypeError|not|caller/],
  [
    'catch the host by a changed prototype',
    js(
      'let seen = [];\nfor (const name of ["map", "join", "filter"]) { const old = Array.prototype[name]; Array.prototype[name] = function (...a) { seen.push(typeof this[0]); return old.apply(this, a); }; }\nconst oldCall = Function.prototype.call;\nFunction.prototype.call = function (...a) { seen.push(a); return oldCall.apply(this, a); };\nconsole.log("x", {});\nreturn seen.some((type) => type === "function")',
    ),
    { returns: false },
  ],
  [
    'the stack of the host',
    js('return /node:|file:|\\/work|sandbox-child/.test(new Error("x").stack)'),
    { returns: false },
  ],
  [
    'prepareStackTrace',
    js(
      'Error.prepareStackTrace = (e, frames) => frames;\nconst s = new Error("x").stack;\nreturn Array.isArray(s) && s.some((f) => f.getThis?.()?.process)',
    ),
    { returns: false },
  ],
  [
    'pollute the prototypes of the host',
    js('Object.prototype.kind = "ok"; Object.prototype.toString = () => "forged";\n__proto__.polluted = 1;\nreturn 1'),
    { returns: 1 },
  ],
  ['an error with a hostile message', js('throw { get message() { return process }, toString() { throw 1 } }'), /./],
  [
    'an error with a forged stack',
    js(
      'const e = new Error("a"); Object.defineProperty(e, "stack", { get() { while (false); throw new Error("b") } }); throw e',
    ),
    /./,
  ],
  ['a forged reply', js('console.log("\\x00\\x00\\x00\\x00\\x05\\x00\\x04\\x00ok"); return 1'), { returns: 1 }],
  ['a result that prints itself', js('return { toJSON() { return { forged: 1 } } }'), { returns: { forged: 1 } }],
  [
    'replace JSON',
    js('JSON.stringify = () => "not json"; JSON.parse = null; return { real: 1 }'),
    { returns: { real: 1 } },
  ],
  ['a result in a circle', js('const r = {}; r.r = r; return r'), /circular/i],
  ['recurse without end', js('const f = () => f() + 1; return f()'), /stack overflow|Maximum call stack/],
  ['recurse in JSON', js('let r = []; for (let i = 0; i < 1e6; i++) r = [r]; return r'), /stack overflow|call stack/],
  [
    'recurse in a pattern',
    js('return /(a|ab)(c|bcd)(d*)*$/.test("(".repeat(1e6)) || new RegExp("(".repeat(1e5))'),
    /SyntaxError|stack overflow|too/,
  ],
  [
    'memory by and by',
    js('const held = []; while (true) held.push(new Array(10000).fill(1.5))'),
    ['memory', /SANDBOX_MEMORY_MB/],
  ],
  ['one huge buffer', js('return new ArrayBuffer(2 ** 31 - 1).byteLength'), ['memory', /SANDBOX_MEMORY_MB/]],
  [
    'one huge text',
    js('let s = "x"; while (true) s += s'),
    /invalid string length|string too long|InternalError|RangeError/,
  ],
  ['a huge number', js('return String(2n ** 10000000000n)'), /RangeError|out of memory|BigInt|too large/],
  ['a result without end', js('return "x".repeat(17 * 2 ** 20)'), ['output', /SANDBOX_MAX_RESULT_BYTES/]],
  ['a promise that never settles', js('await new Promise(() => {})'), /never settles/],
  [
    'a timer that throws',
    js('setTimeout(() => { throw new Error("from the timer") }, 1); await new Promise(() => {})'),
    /from the timer/,
  ],
  [
    'wait on shared memory',
    js('return Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)'),
    /not|cannot|TypeError/,
  ],
  ['undefined', js('return undefined'), /undefined, which is not JSON/],
]);

/** These hold the interpreter until the limit of time ends it; the suite gives them a short one. */
export const endlessAttempts: readonly Attempt[] = [
  ...toAttempts('python3', [
    ['loop', py('while True: pass'), ['timeout', /SANDBOX_WORKER_TIMEOUT/]],
    [
      'loop and catch everything',
      py('while True:\n    try:\n        while True: pass\n    except BaseException: pass'),
      ['timeout', /SANDBOX_WORKER_TIMEOUT/],
    ],
    ['one endless operation', py('return 9 ** 9 ** 9'), ['timeout', /SANDBOX_WORKER_TIMEOUT/]],
    [
      'a catastrophic pattern',
      py('return re.match("(a+)+$", "a" * 64 + "b")', 'import re'),
      ['timeout', /SANDBOX_WORKER_TIMEOUT/],
    ],
    ['print without end', py('while True: print("x" * 10000)'), ['timeout', /SANDBOX_WORKER_TIMEOUT/]],
    ['sleep', py('time.sleep(3600)', 'import time'), ['timeout', /SANDBOX_WORKER_TIMEOUT/]],
    [
      'sleep in asyncio',
      py('asyncio.run(asyncio.sleep(3600))', 'import asyncio'),
      ['timeout', /SANDBOX_WORKER_TIMEOUT/],
    ],
  ]),
  ...toAttempts('javascript', [
    ['loop', js('while (true);'), ['timeout', /SANDBOX_WORKER_TIMEOUT/]],
    [
      'loop in jobs',
      js('const again = () => Promise.resolve().then(again); await again()'),
      ['timeout', /SANDBOX_WORKER_TIMEOUT/],
    ],
    ['a catastrophic pattern', js('return /(a+)+$/.test("a".repeat(64) + "b")'), ['timeout', /SANDBOX_WORKER_TIMEOUT/]],
    ['print without end', js('while (true) console.log("x".repeat(10000))'), ['timeout', /SANDBOX_WORKER_TIMEOUT/]],
    [
      'a timer without end',
      js('setInterval(() => {}, 1); await new Promise(() => {})'),
      ['timeout', /SANDBOX_WORKER_TIMEOUT/],
    ],
  ]),
];
