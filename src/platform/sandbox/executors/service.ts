import { z } from 'zod';
import { errorText, isJsonObject, type JsonValue, parseJson, printJson } from '../../../kernel/index.ts';
import { CodeError, type CodeLanguage, type CodeReply, type CodeRequest } from '../contract.ts';
import type { Executor } from '../options.ts';

type Service = Extract<Executor, { mode: 'service' }>;

/**
 * Runs code in a dify-sandbox service by the protocol of Dify (api/core/helper/code_executor/code_executor.py): a script
 * goes to `POST /v1/sandbox/run`, its result comes back inside stdout, between markers.
 */
export async function runInService(service: Service, timeoutMs: number, request: CodeRequest): Promise<CodeReply> {
  const limit = AbortSignal.timeout(timeoutMs);
  const signal = request.signal ? AbortSignal.any([request.signal, limit]) : limit;
  try {
    return readReply(await post(service, scriptFor(request), signal));
  } catch (error) {
    request.signal?.throwIfAborted();
    if (limit.aborted) throw new CodeError('timeout', `The code service did not answer within ${timeoutMs / 1000} s.`);
    throw error;
  }
}

const languageNames: Record<CodeLanguage, string> = { python3: 'python3', javascript: 'nodejs' };

interface Script {
  readonly language: string;
  readonly code: string;
}

async function post(service: Service, script: Script, signal: AbortSignal): Promise<JsonValue> {
  const response = await send(service, script, signal);
  const text = await response.text();
  if (response.status !== 200) {
    const known = response.status === 401 ? ' (is CODE_EXECUTION_API_KEY right?)' : '';
    throw unavailable(`The code service answered with status ${response.status}${known}.`);
  }
  try {
    return parseJson(text);
  } catch (cause) {
    throw unavailable('The code service answered with something that is not JSON.', cause);
  }
}

async function send({ endpoint, apiKey, fetch }: Service, script: Script, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(`${endpoint.replace(/\/+$/, '')}/v1/sandbox/run`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': apiKey },
      body: JSON.stringify({ ...script, preload: '', enable_network: true }),
      signal,
    });
  } catch (cause) {
    throw unavailable(`The code service cannot be reached: ${errorText(cause)}`, cause);
  }
}

function unavailable(message: string, cause?: unknown): CodeError {
  return new CodeError('unavailable', message, { cause });
}

const ServiceReply = z.object({
  code: z.number(),
  message: z.string().default(''),
  data: z.object({ stdout: z.string().nullish(), error: z.string().nullish() }).nullish(),
});

function readReply(answer: JsonValue): CodeReply {
  const parsed = ServiceReply.safeParse(isJsonObject(answer) ? answer : {});
  if (!parsed.success) throw unavailable('The code service answered in an unknown form.');
  const { code, message, data } = parsed.data;
  if (code !== 0) throw unavailable(`The code service refused: ${message} (code ${code})`);
  const stdout = data?.stdout ?? '';
  const error = data?.error ?? '';
  if (error !== '') throw new CodeError(/^error: timeout/m.test(error) ? 'timeout' : 'script', error, { stdout });
  return cutResult(stdout);
}

const MARKER = '<<RESULT>>';

/**
 * The result is the last thing printed. The code may print the marker too, and the result may contain it: the first one
 * is taken from which the text up to the last is JSON.
 */
export function cutResult(stdout: string): CodeReply {
  const end = stdout.lastIndexOf(MARKER);
  for (let start = stdout.indexOf(MARKER); start >= 0 && start < end; start = stdout.indexOf(MARKER, start + 1)) {
    const result = tryParse(stdout.slice(start + MARKER.length, end));
    if (result !== undefined) return { result, stdout: stdout.slice(0, start) };
  }
  throw new CodeError('script', `The code did not end with a result: ${stdout.slice(0, 200)}`, { stdout });
}

function tryParse(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function scriptFor({ language, code, inputs }: CodeRequest): Script {
  const encoded = Buffer.from(printJson(inputs)).toString('base64');
  const tail = language === 'python3' ? pythonTail(encoded) : javascriptTail(encoded);
  return { language: languageNames[language], code: `${code}\n\n${tail}` };
}

function pythonTail(inputs: string): string {
  return `import json as _json
from base64 import b64decode as _b64decode
_inputs = _json.loads(_b64decode('${inputs}').decode('utf-8'))
print('${MARKER}' + _json.dumps(main(**_inputs), allow_nan=False) + '${MARKER}')
`;
}

function javascriptTail(inputs: string): string {
  return `;(async () => {
  const inputs = JSON.parse(Buffer.from('${inputs}', 'base64').toString('utf-8'));
  const output = JSON.stringify(await main(inputs));
  console.log('${MARKER}' + output + '${MARKER}');
})();
`;
}
