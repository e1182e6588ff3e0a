/**
 * The second wall: code that has broken out of its interpreter and holds Node's own modules. Runs as a sandbox child
 * does (same flags, same lock-down), tries everything, and prints what worked.
 */
import * as childProcess from 'node:child_process';
import * as dgram from 'node:dgram';
import * as dns from 'node:dns/promises';
import * as fs from 'node:fs';
import * as http from 'node:http';
import * as inspector from 'node:inspector';
import * as module from 'node:module';
import * as net from 'node:net';
import * as v8 from 'node:v8';
import { WASI } from 'node:wasi';
import { Worker } from 'node:worker_threads';
import { lockDown } from '../../src/platform/sandbox/child/lockdown.ts';

const { stdout } = process;
const host = process;
const { file, database, folder, port, parentPid, ownFile } = JSON.parse(fs.readFileSync(0, 'utf8')) as {
  [name in 'file' | 'database' | 'folder' | 'ownFile']: string;
} & { port: number; parentPid: number };

lockDown();
// some refusals come in a later turn
host.on('uncaughtException', () => {});

const connected = (socket: net.Socket) =>
  new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));

const text = (code: string) => Reflect.construct(Function, [code]) as () => unknown;

const attempts: Record<string, () => unknown> = {
  'read a file': () => fs.readFileSync(file),
  'read its own code': () => fs.readFileSync(ownFile),
  'read by promise': () => fs.promises.readFile(database),
  'read by stream': () =>
    new Promise((resolve, reject) => fs.createReadStream(file).once('data', resolve).once('error', reject)),
  'list a folder': () => fs.readdirSync(folder),
  'ask for a file': () => fs.statSync(file),
  'open the environment': () => fs.openSync('/proc/self/environ', 'r'),
  'write a file': () => fs.writeFileSync(`${folder}/left`, 'x'),
  'delete a file': () => fs.unlinkSync(file),
  'rename a file': () => fs.renameSync(file, `${file}.old`),
  'make a link': () => fs.symlinkSync(file, `${folder}/link`),
  'watch a folder': () => fs.watch(folder),
  'start a process': () => childProcess.execSync('id'),
  'spawn a process': () => childProcess.spawnSync('id').stdout,
  'fork a process': () => childProcess.fork(ownFile),
  'start a thread': () => new Worker('1', { eval: true }),
  'connect by TCP': () => connected(net.connect(port, '127.0.0.1')),
  'connect by a path': () => connected(net.connect('/var/run/docker.sock')),
  'listen by TCP': () =>
    new Promise((resolve, reject) =>
      net
        .createServer()
        .once('error', reject)
        .listen(0, '127.0.0.1', () => resolve(1)),
    ),
  'send by UDP': () =>
    new Promise((resolve, reject) =>
      dgram.createSocket('udp4').send('x', port, '127.0.0.1', (error) => (error ? reject(error) : resolve(1))),
    ),
  'ask by HTTP': () =>
    new Promise((resolve, reject) => http.get(`http://127.0.0.1:${port}/`, resolve).once('error', reject)),
  'look up a name': () => dns.resolve4('example.com'),
  'load native code': () =>
    (host.dlopen as ((target: object, path: string) => void) | undefined)?.call(host, {}, file) ?? refuse(),
  'require native code': () => module.createRequire(folder)('./addon.node'),
  'import a file': () => import(file),
  'import a database': () => import(`node:${'sqlite'}`),
  'import native calls': () => import(`node:${'ffi'}`),
  WASI: () => new WASI({ version: 'preview1', preopens: { '/': '/' } }),
  'open the inspector': () => inspector.open(0),
  'connect the inspector': () => new inspector.Session().connectToMainThread(),
  'write a heap snapshot': () => v8.writeHeapSnapshot(`${folder}/heap`),
  'change flags': () => {
    v8.setFlagsFromString('--no-disallow-code-generation-from-strings');
    return text('return 1')();
  },
  'code from text': () => text('return process.pid')(),
  'a signal to the parent': () => (host.kill as typeof process.kill | undefined)?.(parentPid, 0) ?? refuse(),
  'debug the parent': () => Reflect.get(host, '_debugProcess')?.(parentPid) ?? refuse(),
  'become root': () => (host.setuid as typeof process.setuid | undefined)?.(0) ?? refuse(),
  'a module by its name': () =>
    (host.getBuiltinModule as typeof process.getBuiltinModule | undefined)?.('fs') ?? refuse(),
  'the environment': () => (host.env as NodeJS.ProcessEnv | undefined)?.['DIFY_CANARY'] ?? refuse(),
  'a report': () => (host.report as typeof process.report | undefined)?.writeReport(`${folder}/report`) ?? refuse(),
};

function refuse(): never {
  throw new Error('is not there');
}

/** 'worked', or the error. Those that never answer count as refused after a while. */
async function outcomeOf(attempt: () => unknown): Promise<string> {
  const late = new Promise<string>((resolve) => setTimeout(() => resolve('no answer'), 300));
  const tried = Promise.try(attempt).then(
    () => 'worked',
    (error: NodeJS.ErrnoException) => error.code ?? error.message,
  );
  return Promise.race([tried, late]);
}

const outcomes: Record<string, string> = {};
for (const [name, attempt] of Object.entries(attempts)) outcomes[name] = await outcomeOf(attempt);
stdout.write(JSON.stringify(outcomes));
