import { expect, test } from 'vitest';
import { OwnAddress } from './own-address.ts';

test.each([
  [{ host: '127.0.0.1', port: 5001 }, 'http://127.0.0.1:5001'],
  [{ host: '::1', port: 5001 }, 'http://[::1]:5001'],
  [{ host: 'dify.lan', port: 80, filesUrl: 'https://dify.example.com' }, 'https://dify.example.com'],
  [{ host: 'dify.lan', port: 80, filesUrl: 'https://example.com/dify/' }, 'https://example.com/dify'],
])('links of %j begin with %s', (config, expected) => {
  expect(new OwnAddress({ filesUrl: undefined, ...config }).url).toBe(expected);
});

test('where nothing is configured, the address that the server got counts', () => {
  const own = new OwnAddress({ filesUrl: undefined, host: '0.0.0.0', port: 0 });
  own.listensAt('http://127.0.0.1:40001');
  expect(own.url).toBe('http://127.0.0.1:40001');
  const configured = new OwnAddress({ filesUrl: 'https://dify.example.com', host: '0.0.0.0', port: 0 });
  configured.listensAt('http://127.0.0.1:40001');
  expect(configured.url).toBe('https://dify.example.com');
});
