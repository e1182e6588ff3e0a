import { Command } from 'commander';
import { printJson } from '../kernel/index.ts';
import { type FoundProblem, validateDefinition } from '../operations/index.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Io } from './io.ts';
import { readBytes } from './run-options.ts';

/** `dify validate FILE…`: every problem of DSL files. */
export const validateCommand = (io: Io): Command =>
  new Command('validate')
    .summary('Check workflow files and list every problem')
    .description(
      'Checks DSL files as an import and a run would, and lists every problem: FILE:LINE:COLUMN CODE MESSAGE.',
    )
    .argument('<files...>', 'DSL files, - for standard input')
    .option('--json', 'one JSON object per problem')
    .addHelpText('after', '\nExample:\n  dify validate flows/*.yml\n')
    .action(async (files: string[], options: { json?: boolean }) =>
      io.setExitCode(await validateFiles(files, options.json === true, io)),
    );

async function validateFiles(files: readonly string[], asJson: boolean, io: Io): Promise<ExitCode> {
  let count = 0;
  for (const file of files) {
    const problems = validateDefinition(await readBytes(file, io));
    count += problems.length;
    for (const problem of problems)
      await io.stdout.write(`${asJson ? asObject(file, problem) : asLine(file, problem)}\n`);
  }
  if (!asJson && count === 0)
    await io.stderr.write(`${files.length === 1 ? 'No problems' : `No problems in ${files.length} files`}\n`);
  return count === 0 ? exitCodes.done : exitCodes.usage;
}

function asLine(file: string, { line, column, code, message, nodeId }: FoundProblem): string {
  return `${file}:${line ?? 1}:${column ?? 1} ${code} ${message}${nodeId === undefined ? '' : ` (node "${nodeId}")`}`;
}

function asObject(file: string, { line, column, code, message, nodeId }: FoundProblem): string {
  return printJson({ file, line: line ?? null, column: column ?? null, code, message, node_id: nodeId ?? null });
}
