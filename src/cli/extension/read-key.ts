import { KnownError } from '../../kernel/index.ts';
import type { Io } from '../io.ts';
import { canAsk, openPrompt } from '../prompt.ts';
import { readText } from '../run-options.ts';

export const KEY_VARIABLE = 'DIFY_EXTENSION_API_KEY';

interface KeyOptions {
  readonly apiKeyStdin?: boolean;
  readonly dataDir?: string;
}

/** The key from the first place that has one: no flag takes it, others on the machine could see it there. */
export async function readKey(options: KeyOptions, io: Io): Promise<string> {
  if (options.apiKeyStdin) return (await readText('-', io)).trim();
  const { environment } = await io.config(options.dataDir === undefined ? {} : { dataDir: options.dataDir });
  if (environment[KEY_VARIABLE]) return environment[KEY_VARIABLE];
  if (canAsk(io)) return askFor(io);
  throw new KnownError('usage', {
    message: 'extension add needs the key of the service',
    hint: `Use --api-key-stdin, or set ${KEY_VARIABLE}.`,
  });
}

async function askFor(io: Io): Promise<string> {
  const prompt = openPrompt(io);
  try {
    return await prompt.ask('API key (5 or more characters): ', { isSecret: true });
  } finally {
    await prompt.close();
  }
}
