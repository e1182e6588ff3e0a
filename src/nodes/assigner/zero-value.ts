import {
  array,
  boolean,
  files,
  isFloat,
  none,
  number,
  object,
  secret,
  string,
  type Value,
} from '../../engine/index.ts';
import { float } from '../../kernel/index.ts';

/** What is left of a variable when it is cleared. */
export function zeroValue(value: Value): Value {
  switch (value.type) {
    case 'none':
    case 'file':
      return none;
    case 'string':
      return string('');
    case 'secret':
      return secret('');
    case 'number':
      return number(isFloat(value.value) ? float(0) : 0);
    case 'boolean':
      return boolean(false);
    case 'object':
      return object({});
    case 'array[file]':
      return files([]);
    default:
      return array(value.type, []);
  }
}
