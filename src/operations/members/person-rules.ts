import { KnownError } from '../../kernel/index.ts';
import { languages } from './languages.ts';

/** Dify's own pattern of addresses (api/libs/helper.py), for what was trimmed. */
const EMAIL = /^[\w.!#$%&'*+\-/=?^`{|}~]+@([\w-]+\.)+[\w-]{2,}$/;
/** Dify's own rule (api/libs/password.py). */
const PASSWORD = /^(?=.*[a-zA-Z])(?=.*\d).{8,}$/;
/** Dify's columns end there. */
const LONGEST = 255;

export function checkEmail(text: string): string {
  const email = text.trim();
  if (EMAIL.test(email) && email.length <= LONGEST) return email;
  throw new KnownError('invalid_param', { message: `"${text}" is not a valid email.` });
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
