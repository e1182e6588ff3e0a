import { Command } from 'commander';
import type { AppId } from '../../kernel/index.ts';
import { printJson } from '../../kernel/index.ts';
import { type ImportAppResult, importApp, publishApp } from '../../operations/index.ts';
import { openDirectoryScope } from '../data-directory.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { readBytes } from '../run-options.ts';
import { importToWire } from './import-to-wire.ts';

interface ImportOptions {
  readonly publish?: boolean;
  readonly app?: string;
  readonly yes?: boolean;
  readonly name?: string;
  readonly json?: boolean;
  readonly dataDir?: string;
}

/** `dify app import FILE`: takes an app file into the data directory. */
export const importCommand = (io: Io): Command =>
  new Command('import')
    .summary('Take an app file into the data directory')
    .argument('<file>', 'DSL file, or - for standard input')
    .option('--publish', 'makes it the version that runs; a file whose graph cannot run is not taken')
    .option('--app <id>', 'overwrites the draft of this app')
    .option('--name <name>', "instead of the file's own")
    .option('-y, --yes', 'also takes files that another version of Dify wrote')
    .option('--json', 'prints what the import API answers')
    .option('--data-dir <dir>', 'where apps are kept')
    .addHelpText('after', '\nExample:\n  dify app import flow.yml --publish\n')
    .action(async (file: string, options: ImportOptions) => io.setExitCode(await importFile(file, options, io)));

async function importFile(file: string, options: ImportOptions, io: Io): Promise<ExitCode> {
  const text = await readBytes(file, io);
  const scope = await openDirectoryScope(options, io);
  const result = await importApp(scope, {
    text,
    isConfirmed: options.yes === true,
    isToBePublished: options.publish === true,
    ...(options.app !== undefined && { appId: options.app as AppId }), // looked up in the caller's workspace
    ...(options.name !== undefined && { name: options.name }),
  });
  const isTaken = result.appId !== undefined;
  // before publishing, so that the id is known whatever comes of that
  await io.stdout.write(options.json ? `${printJson(importToWire(result), 2)}\n` : isTaken ? `${result.appId}\n` : '');
  if (result.appId !== undefined && options.publish) await publishApp(scope, { appId: result.appId });
  await tell(file, result, options, io);
  return isTaken ? exitCodes.done : exitCodes.usage;
}

async function tell(file: string, result: ImportAppResult, options: ImportOptions, io: Io): Promise<void> {
  if (options.json) return;
  const { status, importedDslVersion: theirs, currentDslVersion: ours } = result;
  if (status === 'failed') await io.stderr.write(`dify: ${file}: ${result.error}\n`);
  if (status === 'pending') {
    await io.stderr.write(
      `dify: ${file} has DSL version ${theirs}, this program ${ours}. Import it all the same with --yes.\n`,
    );
  }
  if (status === 'completed-with-warnings') {
    await io.stderr.write(`dify: warning: ${file} has DSL version ${theirs}, this program ${ours}\n`);
  }
  if (result.appId !== undefined) await io.stderr.write(`imported ${options.publish ? 'and published ' : ''}${file}\n`);
}
