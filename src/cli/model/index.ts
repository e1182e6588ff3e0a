import { Command } from 'commander';
import type { Io } from '../io.ts';
import { addCommand } from './add.ts';
import { listCommand } from './list.ts';
import { defaultCommand, removeCommand, testCommand } from './manage.ts';

/** `dify model`: providers, their credentials and the models to use. */
export const modelCommand = (io: Io): Command =>
  new Command('model')
    .summary('Add, test and choose models')
    .description('Credentials of model providers, kept encrypted, and the models to use where none is named.')
    .addHelpText(
      'after',
      '\nExamples:\n  OPENAI_API_KEY=… dify model add openai\n  dify model list --providers\n  dify model test openai:gpt-4o-mini\n',
    )
    .addCommand(listCommand(io))
    .addCommand(addCommand(io))
    .addCommand(removeCommand(io))
    .addCommand(testCommand(io))
    .addCommand(defaultCommand(io));
