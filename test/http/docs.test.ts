import { afterAll, beforeAll, expect, test } from 'vitest';
import { families } from '../../src/http/families.ts';
import { type Served, serve } from './testing/served-apps.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

test.each(['/v1', '/api', '/files'])('%s has a page that needs nothing from elsewhere', async (prefix) => {
  for (const name of ['docs', 'swagger-ui.html']) {
    const page = await served.server.inject(`${prefix}/${name}`);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['content-security-policy']).toMatch(/default-src 'none'; script-src 'self';/);
    const links = [...page.body.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, link = '']) => link);
    expect(links).toHaveLength(4);
    for (const link of links) expect((await served.server.inject(link)).statusCode, link).toBe(200);
    expect(page.body).not.toMatch(/<script>|https?:|onload/);
  }
  expect((await served.server.inject(`${prefix}/docs/package.json`)).statusCode).toBe(404);
  expect((await served.server.inject(`${prefix}/docs/..%2f..%2fpackage.json`)).statusCode).toBe(404);
});

test('the document of a family tells every one of its routes, with its fields', async () => {
  const { paths, openapi } = (await served.server.inject('/v1/swagger.json')).json();
  expect(openapi).toBe('3.1.0');
  const documented = Object.entries<object>(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const routes = families.find(({ name }) => name === 'service')?.routes ?? [];
  const served_ = routes
    .filter(({ definition }) => definition.tag !== 'Documentation')
    .map(({ definition }) => `${definition.method} ${definition.url.replace(/:(\w+)/g, '{$1}')}`);
  expect(documented.sort()).toEqual(served_.sort());
  const chat = paths['/v1/chat-messages'].post;
  const { schema } = chat.requestBody.content['application/json'];
  expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(['inputs', 'query', 'user', 'files']));
  expect(schema.required).toEqual(expect.arrayContaining(['inputs', 'query', 'user']));
  expect(chat.security).toEqual([{ bearer: [] }]);
  const parameters = paths['/v1/messages'].get.parameters.map(({ name }: { name: string }) => name);
  expect(parameters).toEqual(['conversation_id', 'first_id', 'limit', 'user']);
});

test('the pages can be switched off', async () => {
  const quiet = await serve({ SWAGGER_UI_ENABLED: 'false', DIFY_SWAGGER_UI_ENABLED: 'false' });
  expect((await quiet.server.inject('/v1/docs')).statusCode).toBe(404);
  expect((await quiet.server.inject('/v1/swagger.json')).statusCode).toBe(404);
  await quiet.close();
});
