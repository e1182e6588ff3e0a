import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';

/** The measure of all things here: a Fastify route that reads JSON and answers JSON, and does nothing else. */
const server = Fastify();
server.post('/', async (request) => ({ ok: true, echo: request.body }));
await server.listen({ host: '127.0.0.1', port: 0 });
console.log(`bare listens on http://127.0.0.1:${(server.server.address() as AddressInfo).port}`);
