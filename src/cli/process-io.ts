import type { Writable } from 'node:stream';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Io, Output } from './io.ts';

/** The real process as an `Io`. */
export function openProcessIo(rooms: Pick<Io, 'config' | 'instance' | 'serve'>): Io {
  const hasColor = process.env['NO_COLOR'] === undefined && !process.argv.includes('--no-color');
  let exitCode: ExitCode = exitCodes.done;
  return {
    ...rooms,
    get exitCode() {
      return exitCode;
    },
    setExitCode(code) {
      exitCode = code;
    },
    stdout: toOutput(process.stdout, hasColor),
    stderr: toOutput(process.stderr, hasColor),
    stdin: process.stdin,
    env: process.env,
    cwd: process.cwd(),
    onInterrupt(listener) {
      const onSignal = (signal: 'SIGINT' | 'SIGTERM') => listener(signal);
      process.on('SIGINT', onSignal);
      process.on('SIGTERM', onSignal);
      return () => {
        process.off('SIGINT', onSignal);
        process.off('SIGTERM', onSignal);
      };
    },
    onHangUp(listener) {
      process.on('SIGHUP', listener);
    },
    exit: (code) => process.exit(code),
  };
}

function toOutput(stream: Writable & { isTTY?: boolean; columns?: number }, mayColor: boolean): Output {
  return {
    write: (text) => new Promise((done) => stream.write(text, () => done())),
    isTTY: stream.isTTY === true,
    get width() {
      return stream.columns || Number(process.env['COLUMNS']) || 80; // some terminals tell 0
    },
    hasColor: mayColor && stream.isTTY === true,
  };
}
