import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSigner, isSameSecret, loadOrCreateSecretKey, openVault } from './index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dify-secrets-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a secret key is made once, for the owner only', () => {
  const path = join(folder, 'secret.key');
  const key = loadOrCreateSecretKey(path);
  expect(Buffer.from(key, 'base64')).toHaveLength(42);
  expect(loadOrCreateSecretKey(path)).toBe(key);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['secret.key']);
});

test('a key that others could read is closed to them', () => {
  const path = join(folder, 'secret.key');
  writeFileSync(path, 'from a backup\n', { mode: 0o644 });
  expect(loadOrCreateSecretKey(path)).toBe('from a backup');
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('an empty key file is an error, never a new key', () => {
  const path = join(folder, 'secret.key');
  writeFileSync(path, '\n');
  expect(() => loadOrCreateSecretKey(path)).toThrow(expect.objectContaining({ code: 'data_directory_invalid' }));
});

test('what was encrypted comes back, and never looks the same twice', () => {
  const vault = openVault(['one']);
  expect(vault.decrypt(vault.encrypt('sk-ü', 'row 1'), 'row 1')).toBe('sk-ü');
  expect(vault.encrypt('sk', 'row 1')).not.toBe(vault.encrypt('sk', 'row 1'));
});

test('a secret does not decrypt in another place, with another key, or changed', () => {
  const sealed = openVault(['one']).encrypt('sk', 'row 1');
  expect(() => openVault(['one']).decrypt(sealed, 'row 2')).toThrow('belongs elsewhere');
  expect(() => openVault(['two']).decrypt(sealed, 'row 1')).toThrow('another secret key');
  const changed = `${sealed.slice(0, -2)}${sealed.endsWith('AA') ? 'BB' : 'AA'}`;
  expect(() => openVault(['one']).decrypt(changed, 'row 1')).toThrow('was changed');
  expect(() => openVault(['one']).decrypt('plain text', 'row 1')).toThrow('cannot be decrypted');
  expect(() => openVault(['one']).decrypt(sealed.split('.').slice(0, 2).join('.'), 'row 1')).toThrow('was changed');
});

test('after a change of keys old secrets still open and are known as outdated', () => {
  const sealed = openVault(['old']).encrypt('sk', 'row');
  const vault = openVault(['new', 'old']);
  expect(vault.decrypt(sealed, 'row')).toBe('sk');
  expect(vault.isOutdated(sealed)).toBe(true);
  expect(vault.isOutdated(vault.encrypt('sk', 'row'))).toBe(false);
});

test('a signature is that of HMAC-SHA256 and holds for its text only', () => {
  // RFC 4231, test case 2
  const signer = createSigner('Jefe');
  const signature = Buffer.from('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843', 'hex');
  expect(signer.sign('what do ya want for nothing?')).toBe(signature.toString('base64').replaceAll('/', '_'));
  expect(signer.verify('text', signer.sign('text'))).toBe(true);
  expect(signer.verify('other', signer.sign('text'))).toBe(false);
});

test('what an earlier key has signed holds, and only the present one signs', () => {
  const [former, signer] = [createSigner('former'), createSigner('present', ['former', 'first'])];
  expect(signer.sign('text')).toBe(createSigner('present').sign('text'));
  expect(signer.verify('text', signer.sign('text'))).toBe(true);
  expect(signer.verify('text', former.sign('text'))).toBe(true);
  expect(signer.verify('other', former.sign('text'))).toBe(false);
  expect(signer.verify('text', createSigner('unknown').sign('text'))).toBe(false);
  expect(former.verify('text', signer.sign('text'))).toBe(false);
  expect(signer.signatures('text')).toHaveLength(3);
});

test('secrets of different lengths are compared, too', () => {
  expect(isSameSecret('a', 'a')).toBe(true);
  expect(isSameSecret('a', 'ab')).toBe(false);
});
