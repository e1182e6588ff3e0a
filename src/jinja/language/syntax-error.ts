import { TemplateError } from '../template-error.ts';

export function failSyntax(message: string, line: number, kind = 'TemplateSyntaxError'): never {
  throw new TemplateError(kind, message, line);
}
