import { type Clock, type JsonObject, KnownError, printFloat } from '../../kernel/index.ts';
import type { AgentTool, ToolObservation } from '../agent-tool.ts';
import { calculate } from './calculate.ts';
import { strftime } from './strftime.ts';

/** A tool and the provider under which Dify's files name it. */
export interface BuiltinTool extends AgentTool<never> {
  readonly provider: string;
}

export interface BuiltinToolOptions {
  readonly clock: Clock;
  /** The guarded way to the network: addresses come from models and people. */
  readonly fetch: typeof globalThis.fetch;
}

/** The few tools that are always there: the time, arithmetic, and reading a web page. */
export function builtinTools({ clock, fetch }: BuiltinToolOptions): readonly BuiltinTool[] {
  return [currentTime(clock), evalExpression, webPage(fetch)];
}

const text = (description: string) => ({ type: 'string', description });

function parametersOf(properties: JsonObject, required: readonly string[] = []): JsonObject {
  return { type: 'object', properties, required };
}

function currentTime(clock: Clock): BuiltinTool {
  return {
    provider: 'time',
    name: 'current_time',
    description: 'Tells the current date and time.',
    parameters: parametersOf({
      format: text('How to write it, in the directives of strftime; %Y-%m-%d %H:%M:%S if not given'),
      timezone: text('Name of the time zone, for example Europe/Berlin; UTC if not given'),
    }),
    async invoke(input) {
      const format = textOf(input, 'format') || '%Y-%m-%d %H:%M:%S';
      return observed(strftime(clock.now(), format, textOf(input, 'timezone') || 'UTC'));
    },
  };
}

const evalExpression: BuiltinTool = {
  provider: 'maths',
  name: 'eval_expression',
  description: 'Computes an arithmetic expression.',
  parameters: parametersOf({ expression: text('For example 2 + 3 * (4 - 1) or sqrt(2)') }, ['expression']),
  async invoke(input) {
    const value = calculate(textOf(input, 'expression'));
    return observed(Number.isInteger(value) ? String(value) : printFloat(value));
  },
};

const MAX_BYTES = 1024 ** 2;
const MAX_TEXT = 20_000;

function webPage(fetch: typeof globalThis.fetch): BuiltinTool {
  return {
    provider: 'webscraper',
    name: 'webscraper',
    description: 'Reads the text of a web page.',
    parameters: parametersOf({ url: text('Address of the page') }, ['url']),
    async invoke(input, signal) {
      const url = textOf(input, 'url');
      if (!/^https?:\/\//i.test(url)) throw new KnownError('bad_request', { message: `Not a web address: "${url}"` });
      const reply = await fetch(url, { signal, headers: { accept: 'text/html, text/plain;q=0.9, */*;q=0.5' } });
      if (!reply.ok) {
        await reply.body?.cancel(); // what nobody reads would keep its connection
        throw new KnownError('bad_request', { message: `${url} answered with status ${reply.status}` });
      }
      return observed((await readText(reply)).slice(0, MAX_TEXT));
    },
  };
}

async function readText(reply: Response): Promise<string> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let body = '';
  for await (const piece of reply.body ?? []) {
    bytes += piece.byteLength;
    body += decoder.decode(piece, { stream: true });
    if (bytes > MAX_BYTES) break;
  }
  return /html/i.test(reply.headers.get('content-type') ?? '') ? htmlToText(body) : body;
}

async function htmlToText(html: string): Promise<string> {
  const { load } = await import('cheerio/slim');
  const page = load(html);
  page('script, style, noscript, template, svg').remove();
  const whole = page.text();
  return whole
    .replace(/[ \t]+/g, ' ')
    .replace(/\s*\n\s*/g, '\n')
    .trim();
}

const textOf = (input: JsonObject, name: string) => (typeof input[name] === 'string' ? input[name] : '');

const observed = (observation: string): ToolObservation<never> => ({ text: observation });
