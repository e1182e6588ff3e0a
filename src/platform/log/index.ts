/** What the program tells its operator: one line per happening, JSON for machines, short for a terminal. */
export { type Log, type LogFields, type LogLevel, type LogOptions, logLevels, openLog, silentLog } from './log.ts';
export { redact, redactText } from './redact.ts';
