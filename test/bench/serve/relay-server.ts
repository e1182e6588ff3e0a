import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import { request as ask } from 'undici';

/**
 * What a streamed chat costs at the least: a Fastify route that asks the model at the address it is started with, reads
 * its stream and says each piece as an event of Dify's. It has no engine and records nothing.
 */
const [model = ''] = process.argv.slice(2);
const server = Fastify();
const ids = { message_id: 'm'.repeat(36), conversation_id: 'c'.repeat(36), task_id: 't'.repeat(36) };
const event = (name: string, fields: object) => `data: ${JSON.stringify({ event: name, ...ids, ...fields })}\n\n`;

server.post('/v1/chat-messages', async (request, reply) => {
  const { body } = await ask(`${model}/chat/completions`, { method: 'POST', body: JSON.stringify(request.body) });
  reply.hijack().raw.writeHead(200, { 'content-type': 'text/event-stream' });
  let rest = '';
  body.setEncoding('utf8').on('data', (text: string) => {
    const blocks = (rest + text).split('\n\n');
    rest = blocks.pop() ?? '';
    const said = blocks.map(relayed).join('');
    if (said !== '') reply.raw.write(said);
  });
  body.on('end', () => reply.raw.end());
});

function relayed(block: string): string {
  const data = block.slice('data: '.length);
  if (data === '[DONE]') return event('message_end', {});
  const answer = (JSON.parse(data) as Chunk).choices[0].delta.content;
  return answer === undefined ? '' : event('message', { answer });
}

interface Chunk {
  readonly choices: readonly [{ readonly delta: { readonly content?: string } }];
}

await server.listen({ host: '127.0.0.1', port: 0 });
console.log(`relay listens on http://127.0.0.1:${(server.server.address() as AddressInfo).port}`);
