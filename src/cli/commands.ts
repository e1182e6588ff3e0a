import type { CommandEntry } from './command-entry.ts';

/** All commands, in the order of the help. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'run',
    summary: 'Run a workflow file and print its outputs',
    load: async (io) => (await import('./run.ts')).runCommand(io),
  },
  {
    name: 'validate',
    summary: 'Check workflow files and list every problem',
    load: async (io) => (await import('./validate.ts')).validateCommand(io),
  },
  {
    name: 'init',
    summary: 'Start a project from a template',
    load: async (io) => (await import('./init.ts')).initCommand(io),
  },
  {
    name: 'serve',
    summary: 'Serve apps over HTTP',
    load: async (io) => (await import('./serve.ts')).serveCommand(io),
  },
  {
    name: 'app',
    summary: 'Import, publish, export and list apps',
    load: async (io) => (await import('./app/index.ts')).appCommand(io),
  },
  {
    name: 'key',
    summary: 'Create, list and revoke API keys',
    load: async (io) => (await import('./key/index.ts')).keyCommand(io),
  },
  {
    name: 'runs',
    summary: 'List, show, resume and stop runs',
    load: async (io) => (await import('./runs/index.ts')).runsCommand(io),
  },
  { name: 'dataset', summary: 'Import documents and search them' },
  {
    name: 'model',
    summary: 'Add, test and choose models',
    load: async (io) => (await import('./model/index.ts')).modelCommand(io),
  },
  {
    name: 'extension',
    summary: 'Add services of your own that apps ask',
    load: async (io) => (await import('./extension/index.ts')).extensionCommand(io),
  },
  {
    name: 'user',
    summary: 'Create and list accounts',
    load: async (io) => (await import('./user/index.ts')).userCommand(io),
  },
  { name: 'logs', summary: 'Look at runs and logs' },
  {
    name: 'jobs',
    summary: 'List and retry background jobs',
    load: async (io) => (await import('./jobs/index.ts')).jobsCommand(io),
  },
  {
    name: 'config',
    summary: 'Show every setting, its value and where it comes from',
    load: async (io) => (await import('./config.ts')).configCommand(io),
  },
  { name: 'backup', summary: 'Copy a data directory, also while it is served' },
  { name: 'restore', summary: 'Put a backup in place' },
  { name: 'doctor', summary: 'Check machine, data directory and providers' },
  {
    name: 'completion',
    summary: 'Print completion for bash, zsh, fish or powershell',
    load: async (io) => (await import('./completion.ts')).completionCommand(io, commands),
  },
];
