import { Command } from 'commander';
import { printJson } from '../kernel/index.ts';
import { describeConfig } from '../platform/config/index.ts';
import { tellNotices } from './config-notices.ts';
import type { Io } from './io.ts';

/** `dify config`: every effective setting and where it came from. */
export const configCommand = (io: Io): Command =>
  new Command('config')
    .summary('Show every setting, its value and where it comes from')
    .description('Shows every setting with its effective value and its origin. Secrets are masked.')
    .argument('[name]', 'only settings whose name contains this')
    .option('--data-dir <dir>', 'whose dify.yml counts')
    .option('--env-file <file>', 'settings as NAME=VALUE lines (default: $DIFY_ENV_FILE or .env)')
    .option('--json', 'one JSON document')
    .addHelpText('after', '\nExample:\n  dify config gateway\n')
    .action((name: string | undefined, options: ConfigOptions) => showConfig(name ?? '', options, io));

interface ConfigOptions {
  readonly dataDir?: string;
  readonly envFile?: string;
  readonly json?: boolean;
}

async function showConfig(name: string, { json, ...request }: ConfigOptions, io: Io): Promise<void> {
  const wanted = name.toLowerCase();
  const config = await io.config(request);
  await tellNotices(config, io);
  const found = describeConfig(config).filter(
    (setting) => setting.name.toLowerCase().includes(wanted) || setting.variable.toLowerCase().includes(wanted),
  );
  if (json) return io.stdout.write(`${printJson(found, 2)}\n`);
  const width = Math.max(0, ...found.map(({ variable }) => variable.length));
  for (const { variable, value, unit, origin, help, hasEffect } of found) {
    const shown = value === null ? '-' : Array.isArray(value) ? value.join(',') : String(value);
    await io.stdout.write(
      `${variable.padEnd(width)}  ${shown}${unit && value !== null ? ` ${unit}` : ''}  (${origin})  ${help}${hasEffect ? '' : ' [no effect yet]'}\n`,
    );
  }
}
