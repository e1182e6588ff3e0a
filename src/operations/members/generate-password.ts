import { randomText } from '../keys/random-text.ts';
import { isPassword } from './person-rules.ts';

/** Sixteen random letters and digits: 95 bits. */
export function generatePassword(): string {
  for (;;) {
    const password = randomText(16);
    if (isPassword(password)) return password; // one in a hundred has no digit
  }
}
