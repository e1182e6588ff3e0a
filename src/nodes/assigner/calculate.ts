import { float, integer, isInteger, type JsonNumber, toNumber } from '../../kernel/index.ts';

/** Python's arithmetic: integers stay exact integers, division always gives a float. */
export function calculate(left: JsonNumber, operation: string, right: JsonNumber): JsonNumber {
  if (operation !== '/=' && isInteger(left) && isInteger(right)) {
    return integer(onIntegers(BigInt(left), operation, BigInt(right)));
  }
  return float(onFloats(toNumber(left), operation, toNumber(right)));
}

function onIntegers(left: bigint, operation: string, right: bigint): bigint {
  if (operation === '+=') return left + right;
  return operation === '-=' ? left - right : left * right;
}

function onFloats(left: number, operation: string, right: number): number {
  if (operation === '+=') return left + right;
  if (operation === '-=') return left - right;
  return operation === '*=' ? left * right : left / right;
}
