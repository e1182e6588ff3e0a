import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import { KnownError, parseJson, printJson } from '../kernel/index.ts';
import { listAssets, readAsset } from '../platform/assets/index.ts';
import type { Io } from './io.ts';
import { shellWord } from './shell-word.ts';

const Templates = z.array(
  z.looseObject({
    name: z.string(),
    title: z.string(),
    description: z.string(),
    mode: z.string(),
    needs: z.array(z.string()).default([]),
  }),
);
type Template = z.infer<typeof Templates>[number];

/** `dify init [DIR]`: a starter project from the embedded templates. */
export const initCommand = (io: Io): Command =>
  new Command('init')
    .summary('Start a project from a template')
    .description('Writes starter workflows into a folder. Existing files are left alone.')
    .argument('[dir]', 'where to write', '.')
    .option('-t, --template <name>', 'only this template')
    .option('--list', 'list the templates')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExamples:\n  dify init my-app\n  dify init --list\n')
    .action((dir: string, options: InitOptions) =>
      options.list ? listTemplates(options, io) : writeProject(dir, options, io),
    );

interface InitOptions {
  readonly template?: string;
  readonly list?: boolean;
  readonly json?: boolean;
}

function readTemplates(): Template[] {
  return Templates.parse(parseJson(textOf('templates/index.json')));
}

function textOf(asset: string): string {
  return new TextDecoder().decode(readAsset(asset));
}

async function listTemplates({ json }: InitOptions, io: Io): Promise<void> {
  const templates = readTemplates();
  if (json) return io.stdout.write(`${printJson(templates, 2)}\n`);
  const width = Math.max(...templates.map(({ name }) => name.length));
  for (const { name, description, needs } of templates) {
    await io.stdout.write(
      `${name.padEnd(width)}  ${description}${needs.length > 0 ? ` (needs ${needs.join(', ')})` : ''}\n`,
    );
  }
}

async function writeProject(dir: string, { template, json }: InitOptions, io: Io): Promise<void> {
  const templates = chosen(readTemplates(), template);
  const folder = resolve(io.cwd, dir);
  await mkdir(folder, { recursive: true });
  const files = templates
    .map(({ name }) => `${name}.yml`)
    .filter((file) => listAssets('templates/').includes(`templates/${file}`));
  const results = [];
  for (const file of files)
    results.push({
      file: join(dir, file),
      written: await writeNew(join(folder, file), readAsset(`templates/${file}`)),
    });
  if (json) return io.stdout.write(`${printJson(results, 2)}\n`);
  for (const { file, written } of results) await io.stderr.write(`${written ? 'wrote' : 'kept '} ${file}\n`);
  if (files[0]) await io.stderr.write(`\nTry:\n  dify run ${shellWord(join(dir, files[0]))}\n`);
}

function chosen(templates: Template[], name: string | undefined): Template[] {
  if (name === undefined) return templates;
  const found = templates.filter((template) => template.name === name);
  if (found.length > 0) return found;
  const known = templates.map((template) => template.name).join(', ');
  throw new KnownError('usage', { message: `There is no template "${name}" (known: ${known}).` });
}

/** False when the file was there already. */
async function writeNew(path: string, bytes: Uint8Array): Promise<boolean> {
  try {
    await writeFile(path, bytes, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
