import { z } from 'zod';

/** Schemas that read a setting as text (environment, flags) and as YAML has it. */

/** What pydantic, and so Dify, takes for a boolean. */
const WORDS = new Map([
  ...['true', '1', 'yes', 'on', 't', 'y'].map((word) => [word, true] as const),
  ...['false', '0', 'no', 'off', 'f', 'n'].map((word) => [word, false] as const),
]);

export const toggle = z.union([z.boolean(), z.string(), z.number()]).transform((value, context) => {
  const found = typeof value === 'boolean' ? value : WORDS.get(String(value).trim().toLowerCase());
  if (found !== undefined) return found;
  context.addIssue({ code: 'custom', message: 'expected true or false' });
  return z.NEVER;
});

const numeric = (pattern: RegExp, words: string) =>
  z.union([z.number(), z.string().trim().regex(pattern, words).transform(Number)], { error: words });

/** A whole number from `min` up. */
export const whole = (min: number) =>
  numeric(/^\d+$/, 'expected a whole number').pipe(
    z
      .number()
      .int('expected a whole number')
      .min(min)
      .max(2 ** 53 - 1),
  );

/** Seconds; fractions are allowed. */
export const seconds = numeric(/^\d+(\.\d+)?$/, 'expected a number of seconds').pipe(z.number().positive());

export const bigWhole = z
  .union([
    z.int(),
    z.bigint(),
    z
      .string()
      .trim()
      .regex(/^-?\d+$/, 'expected a whole number'),
  ])
  .transform((value) => BigInt(value));

export const text = z.union([z.string(), z.number().transform(String)]).pipe(z.string().min(1, 'expected a text'));

export const httpUrl = z.url({ protocol: /^https?$/, error: 'expected an http:// or https:// URL' });

/** Comma-separated, or a YAML list. */
export const list = z
  .union([z.string().transform((value) => value.split(',')), z.array(z.string())])
  .transform((items) => items.map((item) => item.trim()).filter((item) => item !== ''));

/** Python's names of levels are understood. */
export const logLevel = z
  .string()
  .transform(
    (value) => ({ warning: 'warn', critical: 'error', fatal: 'error' })[value.toLowerCase()] ?? value.toLowerCase(),
  )
  .pipe(z.enum(['debug', 'info', 'warn', 'error', 'silent']));
