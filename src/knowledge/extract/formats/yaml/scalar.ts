import { printFloat } from '../../../../kernel/index.ts';
import type { ScalarType, YamlScalar } from './node.ts';

/** Types of plain scalars in YAML 1.1 as PyYAML has them (lib/yaml/resolver.py), and how it prints their values. */
const BOOLEANS = /^(?:yes|Yes|YES|true|True|TRUE|on|On|ON|(no|No|NO|false|False|FALSE|off|Off|OFF))$/;
const NULLS = /^(?:~|null|Null|NULL|)$/;
const INTEGER = /^[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|0[0-7_]+|0|[1-9][0-9_]*(?::[0-5]?[0-9])*)$/;
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const TIMESTAMP =
  /^([0-9]{4})-([0-9][0-9]?)-([0-9][0-9]?)(?:(?:[Tt]|[ \t]+)([0-9][0-9]?):([0-9]{2}):([0-9]{2})(?:\.([0-9]*))?(?:[ \t]*(Z|([-+])([0-9][0-9]?)(?::([0-9]{2}))?))?)?$/;
const DATE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;

/** Python reads no longer integers, and the patterns above need not look at longer texts. */
const MAX_LENGTH = 4300;

/** The type of a text that is written without quotes. */
export function plainType(text: string): ScalarType | 'merge' | 'value' {
  if (NULLS.test(text)) return 'null';
  if (text === '<<') return 'merge';
  if (text === '=') return 'value';
  if (text.length > MAX_LENGTH) return 'str';
  if (BOOLEANS.test(text)) return 'bool';
  if (INTEGER.test(text)) return 'int';
  if (FLOAT.test(text)) return 'float';
  return isTimestamp(text) ? 'timestamp' : 'str';
}

/** Months and days of one digit need a time behind them. */
function isTimestamp(text: string): boolean {
  return DATE.test(text) || (TIMESTAMP.test(text) && text.includes(':'));
}

export function plainScalar(text: string): YamlScalar {
  const type = plainType(text);
  return type === 'merge' || type === 'value' ? textScalar(text) : typedScalar(type, text);
}

export const textScalar = (text: string): YamlScalar => ({ kind: 'scalar', type: 'str', text });

/** The scalar that a text is when it has this type. */
export function typedScalar(type: ScalarType, text: string): YamlScalar {
  return { kind: 'scalar', type, text: pythonForms[type](text) };
}

const pythonForms: Record<ScalarType, (text: string) => string> = {
  str: (text) => text,
  null: () => 'null',
  bool: (text) => (BOOLEANS.exec(text)?.[1] === undefined ? 'true' : 'false'),
  int: integerForm,
  float: floatForm,
  timestamp: timestampForm,
};

function integerForm(text: string): string {
  const digits = text.replace(/^[-+]/, '').replaceAll('_', '');
  const isOctal = /^0[0-7]/.test(digits);
  const magnitude = digits
    .split(':')
    .reduce((sum, part) => sum * 60n + BigInt(isOctal ? `0o${part.slice(1)}` : part), 0n);
  return String(text.startsWith('-') ? -magnitude : magnitude);
}

function floatForm(text: string): string {
  const plain = text.toLowerCase().replaceAll('_', '');
  if (plain.endsWith('.nan')) return '.nan';
  if (plain.endsWith('.inf')) return plain.startsWith('-') ? '-.inf' : '.inf';
  const magnitude = plain
    .replace(/^[-+]/, '')
    .split(':')
    .reduce((sum, part) => sum * 60 + Number(part), 0);
  const printed = printFloat(plain.startsWith('-') ? -magnitude : magnitude);
  if (printed === 'inf' || printed === '-inf') return printed.replace('inf', '.inf');
  return printed.includes('.') ? printed : printed.replace('e', '.0e');
}

function timestampForm(text: string): string {
  const [
    ,
    year,
    month = '',
    day = '',
    hour,
    minute,
    second,
    fraction = '',
    zone,
    sign,
    zoneHour = '',
    zoneMinute = '00',
  ] = TIMESTAMP.exec(text) ?? [];
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (Number.isNaN(Date.parse(date))) throw new Error(`"${text}" is no date`);
  if (hour === undefined) return date;
  const micros = fraction.slice(0, 6).padEnd(6, '0');
  const offset =
    zone === undefined ? '' : zone === 'Z' ? '+00:00' : `${sign}${zoneHour.padStart(2, '0')}:${zoneMinute}`;
  return `${date} ${hour.padStart(2, '0')}:${minute}:${second}${Number(micros) === 0 ? '' : `.${micros}`}${offset}`;
}
