import { expect, test } from 'vitest';
import { hashPassword, isOutdatedPassword, verifyPassword } from './index.ts';

const stored = (hash: string, salt: string | null = null) => ({ hash, salt });

test('a password opens what was hashed from it, and no other does', async () => {
  const hash = await hashPassword('correct horse 1');
  expect(hash).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(await verifyPassword('correct horse 1', stored(hash))).toBe(true);
  expect(await verifyPassword('correct horse 2', stored(hash))).toBe(false);
  expect(await verifyPassword('', stored(hash))).toBe(false);
});

test('the same password never looks the same twice', async () => {
  expect(await hashPassword('correct horse 1')).not.toBe(await hashPassword('correct horse 1'));
});

test('a hash of another cost still opens, and is known as outdated', async () => {
  // RFC 7914, section 12: "pleaseletmein", "SodiumChloride", N=16384, r=8, p=1
  const bytes =
    '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887';
  const text = (hex: string, encoding: BufferEncoding) =>
    Buffer.from(hex, encoding).toString('base64').replaceAll('=', '');
  const hash = `$scrypt$ln=14,r=8,p=1$${text('SodiumChloride', 'utf8')}$${text(bytes, 'hex')}`;
  expect(await verifyPassword('pleaseletmein', stored(hash))).toBe(true);
  expect(isOutdatedPassword(stored(hash))).toBe(true);
  expect(isOutdatedPassword(stored(await hashPassword('pleaseletmein')))).toBe(false);
});

/** Made by Python's hashlib as Dify does: base64(hexlify(pbkdf2_hmac("sha256", b"Dify-1234", bytes(range(16)), 10000))). */
const OF_DIFY = stored(
  'NDlmZjNiMDhiMTNiYzc5MTlhMDg0NGZlOGE5N2ExYjZhNjc2MDdjNDNjYjQ2Y2JlNzdhZjM1MzljNzhiMGQ2ZA==',
  'AAECAwQFBgcICQoLDA0ODw==',
);

test('a password that Dify hashed opens, and is known as outdated', async () => {
  expect(await verifyPassword('Dify-1234', OF_DIFY)).toBe(true);
  expect(await verifyPassword('Dify-1235', OF_DIFY)).toBe(false);
  expect(isOutdatedPassword(OF_DIFY)).toBe(true);
});

test.each([
  ['empty', stored('', '')],
  ['of Dify without a salt', stored(OF_DIFY.hash)],
  ['cut', stored('$scrypt$ln=15,r=8,p=3$AAAA$')],
  ['the password itself', stored('Dify-1234', OF_DIFY.salt)],
])('a stored text that is %s opens to nobody', async (_, password) => {
  expect(await verifyPassword('Dify-1234', password)).toBe(false);
  expect(await verifyPassword('', password)).toBe(false);
});
