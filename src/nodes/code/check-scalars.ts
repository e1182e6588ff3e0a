import { Float, type JsonNumber, printFloat } from '../../kernel/index.ts';
import type { NodeLimits } from '../capabilities.ts';
import { NodeError } from '../node-error.ts';
import { compareNumbers, isLongerThan } from '../python-values.ts';

type CodeLimits = NodeLimits['code'];

/** Within `CODE_MAX_STRING_LENGTH`; NUL characters, which no database takes, are left out. */
export function checkText(value: string, path: string, limits: CodeLimits): string {
  if (isLongerThan(value, limits.maxStringLength)) {
    throw new NodeError(
      'OutputValidationError',
      `The length of output variable \`${path}\` must be less than ${limits.maxStringLength} characters` +
        ' (CODE_MAX_STRING_LENGTH)',
    );
  }
  return value.includes('\0') ? value.replaceAll('\0', '') : value;
}

export function checkNumber(value: JsonNumber, path: string, limits: CodeLimits): JsonNumber {
  const { minNumber, maxNumber, maxPrecision } = limits;
  if (compareNumbers(value, maxNumber) > 0 || compareNumbers(value, minNumber) < 0) {
    throw new NodeError(
      'OutputValidationError',
      `Output variable \`${path}\` is out of range, it must be between ${minNumber} and ${maxNumber}.` +
        ' (CODE_MIN_NUMBER, CODE_MAX_NUMBER)',
    );
  }
  if (decimalsOf(value) > maxPrecision) {
    throw new NodeError(
      'OutputValidationError',
      `Output variable \`${path}\` has too high precision, it must be less than ${maxPrecision} digits.` +
        ' (CODE_MAX_PRECISION)',
    );
  }
  return value;
}

/** Digits after the point: 2 for `0.25`, 25 for `1e-25`. */
function decimalsOf(value: JsonNumber): number {
  if (typeof value === 'bigint' || value instanceof Float || Number.isInteger(value)) return 0;
  const [digits = '', exponent = '0'] = printFloat(value).split('e');
  return (digits.split('.')[1]?.length ?? 0) - Number(exponent);
}
