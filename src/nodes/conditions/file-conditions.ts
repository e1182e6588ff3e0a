import { type FileReference, fileAttribute, toJson } from '../../engine/index.ts';
import type { JsonValue } from '../../kernel/index.ts';
import { pythonRepr } from '../../kernel/index.ts';
import { NodeError } from '../node-error.ts';
import type { LogicalOperator, SubCondition } from './config.ts';
import { holds } from './operators.ts';

/** Whether the files of a list meet the conditions on their attributes. */
export function filesHold(
  files: readonly FileReference[],
  conditions: readonly SubCondition[],
  operator: LogicalOperator,
): boolean {
  const results = conditions.map((condition) => anyOrAllHold(files, condition));
  return operator === 'and' ? results.every(Boolean) : results.some(Boolean);
}

/** One matching file is enough, but a `not …` must hold for all of them. */
function anyOrAllHold(files: readonly FileReference[], condition: SubCondition): boolean {
  const { key, comparison_operator: operator } = condition;
  const expected = key === 'extension' ? withDot(expectedExtension(condition)) : (condition.value ?? null);
  const results = files.map((file) => {
    const actual = attributeOf(file, key);
    return holds(operator, key === 'extension' ? withDot(actual) : actual, expected);
  });
  return operator.includes('not') ? results.every(Boolean) : results.some(Boolean);
}

function attributeOf(file: FileReference, key: string): JsonValue {
  const value = fileAttribute(file, key);
  if (value === undefined) throw new NodeError('ValueError', `${pythonRepr(key)} is not a valid FileAttribute`);
  return toJson(value);
}

function expectedExtension(condition: SubCondition): string {
  if (typeof condition.value === 'string') return condition.value;
  throw new NodeError('TypeError', 'Expected value must be a string when key is FileAttribute.EXTENSION');
}

function withDot(value: JsonValue): JsonValue {
  return typeof value === 'string' && value !== '' && !value.startsWith('.') ? `.${value}` : value;
}
