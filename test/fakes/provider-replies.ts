import { awsEvent } from './aws-event-stream.ts';
import { obligingReply } from './obliging-model.ts';
import { EVENT_STREAM, events, jsonReply, type ReceivedRequest, type ScriptedReply } from './scripted-server.ts';

/**
 * What each provider answers to a small question, on its own wire. Those that are not named here speak OpenAI's.
 */
export function replyOf(provider: string, request: ReceivedRequest): ScriptedReply {
  return (own[provider] ?? obligingReply)(request);
}

type Reply = (request: ReceivedRequest) => ScriptedReply;

const VECTOR = [3, 4];
const ranks = [{ index: 0, relevance_score: 0.5 }];

/** https://docs.anthropic.com/en/docs/build-with-claude/streaming */
const anthropic: Reply = () => {
  const usage = { input_tokens: 1, output_tokens: 1 };
  const data = [
    { type: 'message_start', message: { id: 'm', role: 'assistant', model: 'c', content: [], usage } },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'pong' } },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage },
    { type: 'message_stop' },
  ];
  return { headers: EVENT_STREAM, pieces: data.map((item) => `event: ${item.type}\n${events(item)}`) };
};

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_Operations_Amazon_Bedrock_Runtime.html */
const bedrock: Reply = ({ path }) => {
  if (path.endsWith('/rerank')) return jsonReply({ results: [{ index: 0, relevanceScore: 0.5 }] });
  if (path.endsWith('/invoke')) return jsonReply({ embedding: VECTOR, inputTextTokenCount: 1 });
  return {
    headers: { 'content-type': 'application/vnd.amazon.eventstream' },
    pieces: [
      awsEvent('messageStart', { role: 'assistant' }),
      awsEvent('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'pong' } }),
      awsEvent('messageStop', { stopReason: 'end_turn' }),
    ],
  };
};

/** https://docs.cohere.com/v2/reference */
const cohere: Reply = ({ path }) => {
  if (path.endsWith('/rerank')) return jsonReply({ id: 'r', results: ranks, meta: {} });
  if (path.endsWith('/embed')) {
    const meta = { billed_units: { input_tokens: 1 } };
    return jsonReply({ id: 'e', texts: ['x'], embeddings: { float: [VECTOR] }, meta });
  }
  const data = [
    { type: 'message-start', id: 'x', delta: { message: { role: 'assistant', content: [] } } },
    { type: 'content-start', index: 0, delta: { message: { content: { type: 'text', text: '' } } } },
    { type: 'content-delta', index: 0, delta: { message: { content: { text: 'pong' } } } },
    { type: 'content-end', index: 0 },
    { type: 'message-end', delta: { finish_reason: 'COMPLETE' } },
  ];
  return { headers: EVENT_STREAM, pieces: data.map((item) => `event: ${item.type}\n${events(item)}`) };
};

/** https://ai.google.dev/api; on Vertex after https://developers.google.com/identity/protocols/oauth2/service-account. */
const google: Reply = ({ path }) => {
  if (path.startsWith('/token')) return jsonReply({ access_token: 'token', expires_in: 3599, token_type: 'Bearer' });
  if (path.endsWith(':embedContent')) return jsonReply({ embedding: { values: VECTOR } });
  if (path.endsWith(':batchEmbedContents')) return jsonReply({ embeddings: [{ values: VECTOR }] });
  const content = { role: 'model', parts: [{ text: 'pong' }] };
  return { headers: EVENT_STREAM, pieces: [events({ candidates: [{ content, finishReason: 'STOP' }] })] };
};

/** https://cloud.google.com/vertex-ai/generative-ai/docs: Claude and vectors have addresses of their own. */
const vertexAi: Reply = (request) => {
  if (request.path.includes('/publishers/anthropic/')) return anthropic(request);
  if (request.path.endsWith(':predict')) return jsonReply({ predictions: [{ embeddings: { values: VECTOR } }] });
  return google(request);
};

/** https://docs.voyageai.com/reference */
const voyage: Reply = (request) =>
  request.path.endsWith('/rerank') ? jsonReply({ data: ranks }) : obligingReply(request);

/** https://huggingface.co/docs/inference-providers/tasks/feature-extraction; chats as OpenAI has them. */
const huggingfaceHub: Reply = (request) =>
  request.path.includes('/chat/completions') ? obligingReply(request) : jsonReply([VECTOR]);

/** https://huggingface.github.io/text-embeddings-inference */
const huggingfaceTei: Reply = ({ path }) => jsonReply(path.endsWith('/rerank') ? [{ index: 0, score: 0.5 }] : [VECTOR]);

/** https://cloud.tencent.com/document/api/1772/115343; chats with OpenAI's small letters are understood, too. */
const hunyuan: Reply = (request) =>
  request.headers['x-tc-action'] === 'GetEmbedding'
    ? jsonReply({ Response: { Data: [{ Embedding: VECTOR }], Usage: { TotalTokens: 1 }, RequestId: 'r' } })
    : obligingReply(request);

/** https://platform.minimaxi.com/document/guides/embeddings and …/api-reference/speech-t2a-http */
const minimax: Reply = (request) => {
  const state = { base_resp: { status_code: 0, status_msg: 'success' } };
  if (request.path.includes('/embeddings')) return jsonReply({ vectors: [VECTOR], total_tokens: 1, ...state });
  if (!request.path.includes('/t2a_v2')) return obligingReply(request);
  const data = { audio: Buffer.from('sound').toString('hex'), status: 1 };
  return { headers: EVENT_STREAM, pieces: [events({ data, trace_id: 't', ...state })] };
};

/** https://docs.ollama.com/api: one JSON object a line. */
const ollama: Reply = ({ path }) => {
  if (path.endsWith('/api/embed')) return jsonReply({ model: 'm', embeddings: [VECTOR] });
  const lines = [
    { model: 'm', message: { role: 'assistant', content: 'pong' }, done: false },
    { model: 'm', message: { role: 'assistant', content: '' }, done: true, done_reason: 'stop' },
  ];
  const headers = { 'content-type': 'application/x-ndjson' };
  return { headers, pieces: lines.map((line) => `${JSON.stringify(line)}\n`) };
};

/** https://replicate.com/docs/reference/http and …/topics/predictions/streaming */
const replicate: Reply = ({ method, path }) => {
  if (path.startsWith('/v1/models/') && method === 'GET') {
    const inputs = { prompt: { type: 'string' }, text: { type: 'string' } };
    const schema = { components: { schemas: { Input: { properties: inputs } } } };
    return jsonReply({ owner: 'meta', name: 'llama', latest_version: { id: 'v', openapi_schema: schema } });
  }
  if (method === 'GET')
    return { headers: EVENT_STREAM, pieces: ['event: output\ndata: pong\n\nevent: done\ndata: {}\n\n'] };
  const api = 'https://api.replicate.com/v1/predictions/p';
  const urls = { get: api, cancel: `${api}/cancel`, stream: 'https://stream.replicate.com/v1/streams/s' };
  return jsonReply({ id: 'p', status: 'succeeded', output: [{ embedding: VECTOR }], error: null, urls }, 201);
};

/** https://help.aliyun.com/zh/model-studio (DashScope): text, embeddings, ranks, sounds. */
const tongyi: Reply = ({ path, headers, json }) => {
  const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2 };
  if (path.includes('/rerank/')) return jsonReply({ output: { results: ranks }, usage, request_id: 'r' });
  if (path.includes('/embeddings/')) {
    const embeddings = [{ index: 0, text_index: 0, embedding: VECTOR, type: 'text' }];
    return jsonReply({ output: { embeddings }, usage, request_id: 'r' });
  }
  const { input } = json() as { readonly input: { readonly text?: string } };
  const sound = { audio: { data: Buffer.from('sound').toString('base64'), url: '' }, finish_reason: 'stop' };
  const message = { role: 'assistant', content: path.includes('/multimodal-') ? [{ text: 'pong' }] : 'pong' };
  const output = input.text === undefined ? { choices: [{ message, finish_reason: 'stop' }] } : sound;
  const reply = { output, usage, request_id: 'r' };
  if (headers['x-dashscope-sse'] !== 'enable') return jsonReply(reply);
  const event = `id:1\nevent:result\n:HTTP_STATUS/200\ndata:${JSON.stringify(reply)}\n\n`;
  return { headers: EVENT_STREAM, pieces: [event] };
};

const own: Readonly<Record<string, Reply>> = {
  ...{ anthropic, bedrock, cohere, google, hunyuan, minimax, ollama, replicate, tongyi, voyage },
  vertex_ai: vertexAi,
  huggingface_hub: huggingfaceHub,
  huggingface_tei: huggingfaceTei,
};
