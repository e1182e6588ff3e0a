import { type DestinationStream, destination, type Logger, pino, stdTimeFunctions } from 'pino';
import { errorText, KnownError } from '../../kernel/index.ts';
import { prettyLine } from './pretty-line.ts';
import { redact, redactText } from './redact.ts';

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Facts about a happening. An `error` keeps its stack and causes. */
export type LogFields = Readonly<Record<string, unknown>>;

export interface Log {
  debug(text: string, fields?: LogFields): void;
  info(text: string, fields?: LogFields): void;
  warn(text: string, fields?: LogFields): void;
  error(text: string, fields?: LogFields): void;
  /** A log whose every line carries these fields. */
  with(fields: LogFields): Log;
  /** Opens the file anew, at its name: the old one was moved away. */
  reopen(): void;
  /** Writes out what is still in memory and closes a file. */
  close(): void;
}

export interface LogOptions {
  readonly level: LogLevel;
  /** A file to append to; standard error when absent. */
  readonly file?: string;
  /** Short lines for a person; JSON when absent. */
  readonly isPretty?: boolean;
  /** Texts that must never appear, wherever they turn up. */
  readonly secrets?: readonly string[];
}

const STDERR = 2;

/** Opens a log. Writing is synchronous: the last lines before a crash are the ones that matter. */
export function openLog(options: LogOptions): Log {
  const sink = openSink(options.file);
  // A log nobody reads any more (a closed pipe) must not end the program.
  sink.on('error', () => {});
  const stream = options.isPretty ? { write: (line: string) => sink.write(prettyLine(line)) } : sink;
  const reopen = () => {
    if (options.file !== undefined) sink.reopen();
  };
  return toLog(createPino(options.level, stream), options.secrets ?? [], { reopen, close: () => sink.end() });
}

function openSink(file: string | undefined): ReturnType<typeof destination> {
  try {
    return destination({ dest: file ?? STDERR, sync: true, mkdir: true, mode: 0o600 });
  } catch (cause) {
    throw new KnownError('configuration_invalid', {
      message: `The log file ${file} cannot be written: ${errorText(cause)}`,
      hint: 'Choose another one with DIFY_LOG_FILE; without it the log goes to standard error.',
      cause,
    });
  }
}

/** For tests and for commands that must say nothing. */
export const silentLog: Log = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  with: () => silentLog,
  reopen: () => {},
  close: () => {},
};

function createPino(level: LogLevel, stream: DestinationStream): Logger {
  const formatters = { level: (label: string) => ({ level: label }) };
  return pino({ level, base: null, timestamp: stdTimeFunctions.isoTime, messageKey: 'message', formatters }, stream);
}

function toLog(logger: Logger, secrets: readonly string[], file: Pick<Log, 'reopen' | 'close'>): Log {
  const write = (level: Exclude<LogLevel, 'silent'>) => (text: string, fields?: LogFields) => {
    if (!logger.isLevelEnabled(level)) return;
    if (fields === undefined) logger[level](redactText(text, secrets));
    else logger[level](redact(fields, secrets), redactText(text, secrets));
  };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    with: (fields) => toLog(logger.child(redact(fields, secrets) as Record<string, unknown>), secrets, file),
    ...file,
  };
}
