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

/** https://docs.voyageai.com/reference */
const voyage: Reply = (request) =>
  request.path.endsWith('/rerank') ? jsonReply({ data: ranks }) : obligingReply(request);

const own: Readonly<Record<string, Reply>> = { anthropic, bedrock, cohere, google, vertex_ai: google, voyage };
