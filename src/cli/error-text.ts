import { errorText, KnownError, printJson } from '../kernel/index.ts';
import { printable } from './printable.ts';

/** One line for programs: `{"error":{"code","message","hint"?,"details"?}}`. */
export function errorLine(error: unknown): string {
  const known = error instanceof KnownError ? error : undefined;
  return printJson({
    error: {
      code: known?.code ?? 'internal_server_error',
      message: errorText(error),
      ...(known?.hint !== undefined && { hint: known.hint }),
      ...(known?.details !== undefined && { details: known.details }),
    },
  });
}

/** For people: what happened, and what would help. */
export function errorForPeople(error: unknown): string {
  const message = `dify: ${errorText(error)}`;
  const hint = error instanceof KnownError && error.hint !== undefined ? `\n  ${error.hint}` : '';
  const stack = process.env['DIFY_DEBUG'] === '1' && error instanceof Error ? `\n${error.stack}` : '';
  return printable(`${message}${hint}${stack}`);
}
