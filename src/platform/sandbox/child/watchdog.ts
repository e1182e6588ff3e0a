import { Worker } from 'node:worker_threads';

/**
 * A thread beside the interpreter, because a loop in user code holds up everything else. It ends the process
 * - when the program that started it is gone (its end of fd 3 closes): nobody would stop the loop any more;
 * - when the process as a whole grows past its limit: files and objects of the host are not in the interpreter's memory.
 * Idle, it sleeps in the kernel; while code runs it looks every 100 ms.
 */
export interface Watchdog {
  runBegins(): void;
  runEnds(): void;
}

export function startWatchdog(processBytes: number): Watchdog {
  const shared = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(WATCHDOG, {
    eval: true, // a constant text: inside the executable there is no file a thread could start from
    env: {},
    workerData: { shared, processBytes },
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
  });
  worker.unref();
  return {
    runBegins() {
      Atomics.store(shared, 0, 1);
      Atomics.notify(shared, 0);
    },
    runEnds() {
      Atomics.store(shared, 0, 0);
    },
  };
}

const WATCHDOG = `
const { workerData: { shared, processBytes } } = require('node:worker_threads');
const { Socket } = require('node:net');
const end = process.kill.bind(process, process.pid, 'SIGKILL');
const rss = process.memoryUsage.rss;

new Socket({ fd: 3, readable: true, writable: false }).on('close', end).on('error', end).resume();

(async () => {
  for (;;) {
    const waiting = Atomics.waitAsync(shared, 0, 0);
    if (waiting.async) await waiting.value;
    if (rss() > processBytes) end();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
})();
`;
