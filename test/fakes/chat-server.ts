import {
  EVENT_STREAM,
  events,
  jsonReply,
  type ScriptedReply,
  type ScriptedServer,
  startScriptedServer,
} from './scripted-server.ts';

/** What an OpenAI-compatible model answers to one request (https://platform.openai.com/docs/api-reference/chat). */
export interface ChatAnswer {
  /** What the model thinks before it says anything. */
  readonly reasoning?: string;
  /** The text in the pieces in which it arrives. */
  readonly chunks?: readonly string[];
  readonly toolCalls?: readonly { readonly name: string; readonly arguments: string }[];
  readonly error?: { readonly status: number; readonly message: string };
}

export interface SentRequest {
  readonly messages: readonly { readonly role: string; readonly content: unknown; readonly [field: string]: unknown }[];
  readonly [field: string]: unknown;
}

export interface ChatServer extends ScriptedServer {
  /** The bodies of all requests so far. */
  readonly sent: () => readonly SentRequest[];
}

/** A server of chat models: the answers in order, the last one again and again. */
export async function startChatServer(answers: readonly (ChatAnswer | string)[]): Promise<ChatServer> {
  const server = await startScriptedServer((request, index) => {
    const answer = answers[Math.min(index, answers.length - 1)] ?? '';
    const isChat = request.path.includes('/chat/completions');
    return toReply(typeof answer === 'string' ? { chunks: [answer] } : answer, isChat);
  });
  return { ...server, sent: () => server.requests.map((request) => request.json() as SentRequest) };
}

const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };

function toReply({ reasoning, chunks = [], toolCalls, error }: ChatAnswer, isChat: boolean): ScriptedReply {
  if (error) return jsonReply({ error: { message: error.message, type: 'x' } }, error.status);
  const choice = (text: string) => (isChat ? { index: 0, delta: { content: text } } : { index: 0, text });
  const calls = toolCalls?.map((call, index) => ({ index, id: `call_${index}`, type: 'function', function: call }));
  const end = { index: 0, finish_reason: calls ? 'tool_calls' : 'stop', ...(isChat ? { delta: {} } : { text: '' }) };
  const thinking = { choices: [{ index: 0, delta: { reasoning_content: reasoning } }] };
  const items = [
    ...(reasoning ? [thinking] : []),
    ...chunks.map((text) => ({ choices: [choice(text)] })),
    ...(calls ? [{ choices: [{ index: 0, delta: { tool_calls: calls } }] }] : []),
    { choices: [end] },
    { choices: [], usage },
    '[DONE]',
  ];
  return { headers: EVENT_STREAM, pieces: items.map((item) => events(item)) };
}
