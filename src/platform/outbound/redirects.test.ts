import { expect, test } from 'vitest';
import { followedRequest } from './redirects.ts';

const secrets = { authorization: 'Bearer x', cookie: 'a=b', 'x-api-key': 'k' };

function namesSentOn(from: string, to: string): string[] {
  const headers = new Headers({ ...secrets, host: 'as.written', 'x-other': 'stays' });
  const next = followedRequest({ url: new URL(from), init: { headers } }, 307, new URL(to));
  return Array.from(next.init.headers, ([name]) => name);
}

test.each([
  ['http://api.example/a', 'https://api.example/a'],
  ['https://example.com/a', 'https://www.example.com/a'],
  ['http://www.example.com/', 'https://example.com/'],
])('what opens the doors of %s goes along to %s, which is the same site', (from, to) => {
  expect(namesSentOn(from, to)).toEqual([...Object.keys(secrets), 'x-other']);
});

test.each([
  ['https://api.example/', 'http://api.example/'],
  ['http://api.example:8080/', 'https://api.example/'],
  ['https://api.example/', 'https://api.example:8443/'],
  ['https://example.com/', 'https://cdn.example.com/'],
  ['https://example.com/', 'https://www.example.com.evil.example/'],
])('what opens the doors of %s does not go along to %s', (from, to) => {
  expect(namesSentOn(from, to)).toEqual(['x-other']);
});
