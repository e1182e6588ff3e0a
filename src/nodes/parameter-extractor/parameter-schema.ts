import type { JsonObject } from '../../kernel/index.ts';
import type { ParameterConfig } from './config.ts';

/** The JSON Schema of what is to be extracted. */
export function parameterSchema(parameters: readonly ParameterConfig[]): JsonObject {
  return {
    type: 'object',
    properties: Object.fromEntries(parameters.map((parameter) => [parameter.name, propertySchema(parameter)])),
    required: parameters.filter(({ required }) => required).map(({ name }) => name),
  };
}

function propertySchema({ type, description, options }: ParameterConfig): JsonObject {
  const element = elementTypeOf(type);
  return {
    description,
    ...(element ? { type: 'array', items: { type: element } } : { type }),
    ...(options && options.length > 0 && { enum: options }),
  };
}

/** `string` of `array[string]`; undefined for types that are no lists. */
export function elementTypeOf(type: ParameterConfig['type']): string | undefined {
  return /^array\[(\w+)\]$/.exec(type)?.[1];
}
