import { pbkdf2, randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive: (password: string, salt: Uint8Array, length: number, options: ScryptOptions) => Promise<Buffer> =
  promisify(scrypt);

/** A password at rest. Dify keeps a salt beside the hash (columns `password`, `password_salt`); ours stands inside it. */
export interface StoredPassword {
  readonly hash: string;
  readonly salt: string | null;
}

interface Cost {
  /** Logarithm of the number of rounds: `ln` in the text. */
  readonly rounds: number;
  readonly blockSize: number;
  readonly parallel: number;
}

/** As much work as OWASP's password storage cheat sheet asks of scrypt, in its form with 32 MiB of memory. */
const COST: Cost = { rounds: 15, blockSize: 8, parallel: 3 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** More than any text of ours asks for: a damaged one may not take all memory. */
const MAX_MEMORY = 128 * 1024 ** 2;

/** The PHC string format: `$scrypt$ln=15,r=8,p=3$<salt>$<hash>`, both as base64 without padding. */
const OURS = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** Hashes a password with a salt of its own; the text says how, so that the cost can rise later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await deriveKey(password, salt, COST, HASH_BYTES);
  const { rounds, blockSize, parallel } = COST;
  return `$scrypt$ln=${rounds},r=${blockSize},p=${parallel}$${unpadded(salt)}$${unpadded(hash)}`;
}

/** True for the password that was stored, in our form or in Dify's. */
export async function verifyPassword(password: string, { hash, salt }: StoredPassword): Promise<boolean> {
  const ours = OURS.exec(hash);
  if (!ours) return salt !== null && isEqual(await difyHash(password, salt), Buffer.from(hash, 'base64'));
  const [, rounds, blockSize, parallel, ownSalt = '', wanted = ''] = ours;
  const cost = { rounds: Number(rounds), blockSize: Number(blockSize), parallel: Number(parallel) };
  const expected = Buffer.from(wanted, 'base64');
  return isEqual(await deriveKey(password, Buffer.from(ownSalt, 'base64'), cost, expected.length), expected);
}

/** True when it was hashed in another way than today's: hash it anew when the password is next shown. */
export function isOutdatedPassword({ hash }: StoredPassword): boolean {
  const { rounds, blockSize, parallel } = COST;
  return !hash.startsWith(`$scrypt$ln=${rounds},r=${blockSize},p=${parallel}$`);
}

function deriveKey(password: string, salt: Uint8Array, cost: Cost, length: number): Promise<Buffer> {
  const { rounds, blockSize, parallel } = cost;
  return derive(password, salt, length, { N: 2 ** rounds, r: blockSize, p: parallel, maxmem: MAX_MEMORY });
}

/** The bytes behind Dify's `password` column (libs/password.py): the hash as hexadecimal text. */
async function difyHash(password: string, salt: string): Promise<Buffer> {
  const hash = await promisify(pbkdf2)(password, Buffer.from(salt, 'base64'), 10_000, 32, 'sha256');
  return Buffer.from(hash.toString('hex'));
}

function isEqual(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
