import {
  EVENT_STREAM,
  events,
  jsonReply,
  type ReceivedRequest,
  type ScriptedReply,
  startScriptedServer,
} from './scripted-server.ts';

/** A schema of tool parameters or structured output, as far as it is filled in here. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

interface Asked {
  readonly messages?: readonly { readonly role: string; readonly content: unknown }[];
  readonly stream?: boolean;
  readonly input?: unknown;
  readonly documents?: readonly unknown[];
  readonly tools?: readonly { readonly function: { readonly name: string; readonly parameters?: Schema } }[];
  readonly response_format?: { readonly json_schema?: { readonly schema?: Schema } };
}

/**
 * An OpenAI-compatible server that gives every request what it asks for: a call of its first tool (once), an object of
 * the wanted schema, a category of the list, vectors, ranks; otherwise a sentence. `first` may answer in its place.
 */
export function startObligingModel(first: First = () => undefined) {
  return startScriptedServer(async (request) => (await first(request)) ?? obligingReply(request));
}

type First = (request: ReceivedRequest) => ScriptedReply | undefined | Promise<ScriptedReply | undefined>;

/** By the end of the address: servers that speak OpenAI's wire put different things before it. */
export function obligingReply(request: ReceivedRequest): ScriptedReply {
  const path = request.path.replace(/\?.*$/, '');
  if (path.endsWith('/embeddings')) return embeddings(request.json() as Asked);
  if (path.endsWith('/rerank')) return ranks(request.json() as Asked);
  if (path.endsWith('/moderations')) return jsonReply({ id: 'm', results: [{ flagged: false, categories: {} }] });
  if (path.endsWith('/audio/transcriptions')) return jsonReply({ text: 'spoken words' });
  if (path.endsWith('/audio/speech'))
    return { headers: { 'content-type': 'audio/mpeg' }, pieces: [new Uint8Array(64)] };
  return chat(request.json() as Asked, path.endsWith('/chat/completions'));
}

const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };

function chat(asked: Asked, isChat: boolean): ScriptedReply {
  const tool = asked.tools?.[0]?.function;
  const hasCalled = asked.messages?.some(({ role }) => role === 'tool') ?? false;
  const call = tool &&
    !hasCalled && {
      index: 0,
      id: 'call_1',
      type: 'function',
      function: { name: tool.name, arguments: JSON.stringify(filled(tool.parameters ?? {})) },
    };
  const finish = call ? 'tool_calls' : 'stop';
  const text = call ? '' : answer(asked);
  if (asked.stream !== true) return whole(isChat, text, call ? [call] : undefined, finish);
  const half = Math.ceil(text.length / 2);
  const texts = call ? [] : [text.slice(0, half), text.slice(half)];
  const deltas = isChat ? texts.map((content) => ({ delta: { content } })) : texts.map((piece) => ({ text: piece }));
  const first = call ? [{ delta: { tool_calls: [call] } }] : deltas;
  const items = [
    ...first.map((choice) => ({ choices: [{ index: 0, ...choice }] })),
    { choices: [{ index: 0, finish_reason: finish, ...(isChat ? { delta: {} } : { text: '' }) }] },
    { choices: [], usage },
    '[DONE]',
  ];
  return { headers: EVENT_STREAM, pieces: items.map((item) => events(item)) };
}

function whole(isChat: boolean, text: string, toolCalls: readonly unknown[] | undefined, finish: string) {
  const message = { role: 'assistant', content: text, ...(toolCalls && { tool_calls: toolCalls }) };
  const choice = { index: 0, finish_reason: finish, ...(isChat ? { message } : { text }) };
  return jsonReply({ id: 'c', object: 'chat.completion', choices: [choice], usage });
}

function answer(asked: Asked): string {
  const schema = asked.response_format?.json_schema?.schema;
  if (schema) return JSON.stringify(filled(schema));
  if (asked.response_format) return '{"answer": "yes"}';
  const category = /"category_id": ?"([^"]+)", ?"category_name": ?"([^"]*)"/g;
  const last = [...lastText(asked).matchAll(category)].at(-1);
  if (last) return JSON.stringify({ keywords: [], category_id: last[1], category_name: last[2] });
  return 'A plain answer of the model, with a list: 1. one 2. two.';
}

function lastText({ messages = [] }: Asked): string {
  const content = messages.at(-1)?.content;
  return typeof content === 'string' ? content : JSON.stringify(content ?? '');
}

/** The smallest value that has everything a schema names. */
export function filled(schema: Schema): unknown {
  if (schema.enum) return schema.enum[0];
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0];
  if (type === 'object' || schema.properties) {
    return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, part]) => [name, filled(part)]));
  }
  if (type === 'array') return [filled(schema.items ?? {})];
  if (type === 'integer' || type === 'number') return 3;
  return type === 'boolean' ? true : 'some text';
}

function embeddings({ input }: Asked): ScriptedReply {
  const texts = Array.isArray(input) ? input : [input];
  const data = texts.map((text, index) => ({ object: 'embedding', index, embedding: vectorOf(String(text)) }));
  return jsonReply({ object: 'list', data, usage: { prompt_tokens: 1, total_tokens: 1 } });
}

function vectorOf(text: string): number[] {
  return Array.from({ length: 16 }, (_, i) => ((text.charCodeAt(i % Math.max(1, text.length)) || 1) % 31) / 31);
}

function ranks({ documents = [] }: Asked): ScriptedReply {
  return jsonReply({ results: documents.map((_, index) => ({ index, relevance_score: 1 / (index + 1) })) });
}
