import { raise } from '../raised.ts';
import { isText, textOf } from '../values/markup.ts';
import { clampToNumber, integral } from '../values/numbers.ts';
import type { Value } from '../values/object.ts';
import { typeName } from '../values/types.ts';
import { Undefined } from '../values/undefined.ts';

/** Arguments of built-in functions, read as the kind that Python insists on. */

export function wholeArgument(value: Value | undefined): number {
  const whole = integral(value);
  if (whole !== undefined) return clampToNumber(whole);
  if (value instanceof Undefined) return raise('TypeError', "'Undefined' object cannot be interpreted as an integer");
  return raise('TypeError', `'${typeName(value)}' object cannot be interpreted as an integer`);
}

export function textArgument(value: Value | undefined): string {
  if (isText(value)) return textOf(value);
  return raise('TypeError', `expected a str, not ${typeName(value)}`);
}

/** A text, or undefined for None and for an argument that was not given. */
export function optionalText(value: Value | undefined): string | undefined {
  return value === null || value === undefined ? undefined : textArgument(value);
}

/** A number, or undefined for None and for an argument that was not given. */
export function optionalWhole(value: Value | undefined): number | undefined {
  return value === null || value === undefined ? undefined : wholeArgument(value);
}
