import type { JsonValue } from '../../kernel/index.ts';
import { startMeter } from '../meter.ts';
import { isRaised, toTemplateError } from '../raised.ts';
import { TemplateError, type TemplateLimits } from '../template-error.ts';
import { lengthOf } from '../values/code-points.ts';
import type { Value } from '../values/object.ts';
import { NeedsCopies, setInputsCopied } from '../values/ownership.ts';
import { type CompiledTemplate, compileSource } from './compile-template.ts';
import { Render, rootContext } from './frame.ts';
import { globals } from './globals.ts';

/** A compiled template: may be rendered any number of times. */
export interface Template {
  render(variables: Readonly<Record<string, JsonValue>>, limits?: TemplateLimits): string;
}

export function makeTemplate(source: string): Template {
  const compiled = compile(source);
  return {
    render: (variables, limits = {}) => {
      // JSON is what `Value` calls it; inputs are only read until they are copied.
      const inputs = variables as Readonly<Record<string, Value>>;
      try {
        return renderOnce(compiled, inputs, limits, compiled.changesValues);
      } catch (error) {
        if (error instanceof NeedsCopies) return renderOnce(compiled, inputs, limits, true);
        throw error;
      }
    },
  };
}

function compile(source: string): CompiledTemplate {
  try {
    return compileSource(source);
  } catch (error) {
    throw toTemplateError(error, undefined);
  }
}

function renderOnce(
  compiled: CompiledTemplate,
  inputs: Readonly<Record<string, Value>>,
  limits: TemplateLimits,
  copiesInputs: boolean,
): string {
  const { maxOutputLength } = limits;
  const render = new Render(compiled.blocks, maxOutputLength);
  startMeter(limits);
  setInputsCopied(copiesInputs);
  try {
    compiled.main(rootContext(inputs, globals, copiesInputs), render);
  } catch (error) {
    if (isRaised(error, 'OutputLimitError')) throw tooLong(maxOutputLength ?? 0);
    throw toTemplateError(error, render.line);
  }
  const isOver = maxOutputLength !== undefined && render.text.length > maxOutputLength;
  if (isOver && lengthOf(render.text) > maxOutputLength) throw tooLong(maxOutputLength);
  return render.text;
}

function tooLong(limit: number): TemplateError {
  return new TemplateError('OutputLimitError', `Output length exceeds ${limit} characters`);
}
