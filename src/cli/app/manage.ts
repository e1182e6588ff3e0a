import { Command } from 'commander';
import { toUnixSeconds } from '../../kernel/index.ts';
import { exportApp, findApp, findSite, importApp, publishApp, type Scope } from '../../operations/index.ts';
import { openDirectoryScope } from '../data-directory.ts';
import type { Io } from '../io.ts';
import { printDocument } from '../table.ts';
import { importToWire } from './import-to-wire.ts';

interface Options {
  readonly json?: boolean;
  readonly secrets?: boolean;
  readonly name?: string;
  readonly dataDir?: string;
}

const verb = (name: string, summary: string) =>
  new Command(name).summary(summary).argument('<app>', 'id or name').option('--data-dir <dir>', 'where apps are kept');

/** `dify app show APP` */
export const showCommand = (io: Io): Command =>
  verb('show', 'Show an app')
    .option('--json', 'print JSON (the default)')
    .action(async (wanted: string, options: Options) => {
      const scope = await openDirectoryScope(options, io);
      await printDocument(await documentOf(scope, wanted), io);
    });

type App = Awaited<ReturnType<typeof findApp>>;
type Site = Awaited<ReturnType<typeof findSite>>;

async function documentOf(scope: Scope, wanted: string) {
  const app = await findApp(scope, wanted);
  return appToDocument(app, await findSite(scope, app));
}

/** The code of its site is what the address of its web app ends in. */
function appToDocument({ createdAt, updatedAt, ...app }: App, site: Site) {
  return {
    ...{ id: app.id, name: app.name, description: app.description, mode: app.mode },
    workflow_id: app.workflowId,
    enable_api: app.enableApi,
    enable_site: app.enableSite,
    site: site ? { code: site.code, title: site.title } : null,
    created_at: toUnixSeconds(createdAt),
    updated_at: toUnixSeconds(updatedAt),
  };
}

/** `dify app export APP` */
export const exportCommand = (io: Io): Command =>
  verb('export', 'Print an app as a DSL file')
    .option('--secrets', 'with the values of secret variables')
    .addHelpText('after', '\nExample:\n  dify app export "My app" > my-app.yml\n')
    .action(async (wanted: string, options: Options) => {
      const scope = await openDirectoryScope(options, io);
      const { id } = await findApp(scope, wanted);
      await io.stdout.write(await exportApp(scope, { appId: id, includeSecrets: options.secrets === true }));
    });

/** `dify app publish APP` */
export const publishCommand = (io: Io): Command =>
  verb('publish', 'Make the draft of an app the version that runs')
    .option('--json', 'prints the app as dify app show does; its workflow_id is the version')
    .addHelpText('after', '\nExample:\n  dify app publish "My app"\n')
    .action(async (wanted: string, options: Options) => {
      const scope = await openDirectoryScope(options, io);
      const { id, name } = await findApp(scope, wanted);
      await publishApp(scope, { appId: id });
      if (options.json) return printDocument(await documentOf(scope, id), io);
      await io.stderr.write(`published ${name}\n`);
    });

/** `dify app copy APP` */
export const copyCommand = (io: Io): Command =>
  verb('copy', 'Make a new app like another one')
    .option('--name <name>', 'of the new app')
    .option('--json', 'prints what the import API answers; app_id is the new app')
    .addHelpText('after', '\nExample:\n  dify app copy "My app" --name "My other app"\n')
    .action(async (wanted: string, options: Options) => {
      const scope = await openDirectoryScope(options, io);
      const { id, name } = await findApp(scope, wanted);
      const text = await exportApp(scope, { appId: id, includeSecrets: true });
      const copied = await importApp(scope, { text, isConfirmed: true, name: options.name ?? `${name} copy` });
      if (options.json) return printDocument(importToWire(copied), io);
      await io.stdout.write(`${copied.appId ?? ''}\n`);
    });
