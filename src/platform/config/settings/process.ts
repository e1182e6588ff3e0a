import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { list, logLevel, text, whole } from '../value-schemas.ts';
import { calledInDify, type Environment, optional, type Setting, setting } from './setting.ts';

function defaultDataDir(env: Environment): string {
  return join(env['XDG_DATA_HOME'] || join(env['HOME'] || homedir(), '.local', 'share'), 'dify');
}

/** The process itself. */
export const processSettings = {
  dataDir: setting(text, defaultDataDir, 'Directory of everything that is kept'),
  host: setting(text, '127.0.0.1', 'Address the server listens on'),
  port: setting(whole(0).pipe(z.number().max(65535)), 5001, 'Port the server listens on; 0 takes any free one'),
  secretKey: setting(optional(text), undefined, 'Key of encryption and signatures; made on first start when absent', {
    alsoCalled: ['SECRET_KEY'],
    isSecret: true,
  }),
  earlierSecretKeys: setting(list, [], 'Former secret keys: what was stored or signed with them stays good', {
    isSecret: true,
  }),
  databaseUrl: setting(optional(text), undefined, 'Database; SQLite in the data directory when absent', {
    alsoCalled: ['DATABASE_URL'],
    isSecret: true,
  }),
  logLevel: setting(logLevel, 'info', 'debug, info, warn, error or silent', calledInDify('LOG_LEVEL')),
  logFormat: setting(
    z.enum(['text', 'json']).optional(),
    undefined,
    'text or json; text on a terminal, json elsewhere when absent',
    calledInDify('LOG_OUTPUT_FORMAT'),
  ),
  logFile: setting(optional(text), undefined, 'File to log to instead of standard error', calledInDify('LOG_FILE')),
} as const satisfies Record<string, Setting>;
