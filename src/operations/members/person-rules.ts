import { KnownError } from '../../kernel/index.ts';
import { languages } from './languages.ts';

/** Dify's own pattern of addresses (api/libs/helper.py); Python's `\w` and `\d` are not bound to ASCII. */
const EMAIL = /^[\p{L}\p{N}_.!#$%&'*+\-/=?^`{|}~]+@([\p{L}\p{N}_-]+\.)+[\p{L}\p{N}_-]{2,}$/u;
/** Dify's own rule (api/libs/password.py). */
const PASSWORD = /^(?=[^\n]*[a-zA-Z])(?=[^\n]*\p{Nd})[^\n]{8,}$/u;
/** Dify's columns end there. */
const LONGEST = 255;

export function checkEmail(text: string): string {
  const email = text.trim();
  if (email.length <= LONGEST && EMAIL.test(email)) return email;
  throw new KnownError('invalid_param', { message: `"${email.slice(0, LONGEST)}" is not a valid email.` });
}

export function isPassword(text: string): boolean {
  return PASSWORD.test(text);
}

/** Says nothing of the password itself. */
export function checkPassword(password: string): void {
  if (isPassword(password)) return;
  throw new KnownError('invalid_param', {
    message: 'Password must contain letters and numbers, and the length must be at least 8.',
  });
}

export function checkName(text: string): string {
  const name = text.trim();
  if (name !== '' && name.length <= LONGEST) return name;
  throw new KnownError('invalid_param', { message: `A name has 1 to ${LONGEST} characters, not ${name.length}.` });
}

export function checkLanguage(language: string): string {
  if (languages.includes(language)) return language;
  throw new KnownError('invalid_param', {
    message: `"${language}" is not a valid language.`,
    hint: `Known: ${languages.join(', ')}`,
  });
}
