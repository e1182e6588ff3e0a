import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import sea from '@yao-pkg/pkg/lib-es5/sea.js';
import type { Target } from '../../src/platform/assets/manifest.ts';
import { signAdHoc } from './sign-macho.ts';
import { copyNode } from './target-files.ts';
import { removeLibatomic } from './without-libatomic.ts';

export interface Parts {
  readonly target: Target;
  /** Where the Node and everything made on the way lie; paths inside the executable are relative to it. */
  readonly folder: string;
  /** The file it runs first; it loads the program from the assets. */
  readonly main: string;
  readonly assets: Readonly<Record<string, string>>;
  readonly output: string;
}

/** Joins a Node and our parts to one file. */
export async function makeExecutable(parts: Parts): Promise<void> {
  const node = join(parts.folder, parts.target.startsWith('win') ? 'node.exe' : 'node');
  copyNode(parts.target, node);
  if (parts.target.startsWith('linux')) removeLibatomic(node);
  rmSync(parts.output, { force: true }); // a running one keeps its own file
  if (isOwnSystem(parts.target)) await joinByPkg(parts, node);
  else joinByNode(parts, node);
  if (parts.target.startsWith('darwin') && process.platform !== 'darwin') signAdHoc(parts.output);
  chmodSync(parts.output, 0o755);
}

/** pkg makes the blob with the Node it injects into, so it serves the system it runs on. */
function isOwnSystem(target: Target): boolean {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  return target === `${system}-${process.arch}`;
}

/**
 * `execArgvExtension: cli` leaves the user's NODE_OPTIONS alone and takes `--node-options`, by which the program starts
 * itself with other flags. Node looks through all arguments for `--env-file`, ours too, and ends with 9 where the file is
 * missing. A `--` at the end of `execArgv` would stop it, but `--node-options` is put behind that, and the sandbox would
 * start without its walls. The other ways to give flags to a child are worse: `env` would take the NODE_OPTIONS of whoever
 * starts the program, and a config file, which is read behind a `--` too, takes no flags of V8 (each tried, Node 26.10).
 */
function settings(parts: Parts, main: string) {
  return {
    main,
    disableExperimentalSEAWarning: true,
    useSnapshot: false,
    useCodeCache: false, // of the few lines of main; the program's own are among the assets
    execArgv: ['--disable-warning=ExperimentalWarning'],
    execArgvExtension: 'cli',
    assets: parts.assets,
  };
}

/** pkg works in a temporary folder; ours, so that the path of the main file, which stays in the executable, is relative. */
async function joinByPkg(parts: Parts, node: string): Promise<void> {
  const { platform, arch } = process;
  const system = platform === 'win32' ? 'win' : platform === 'darwin' ? 'macos' : 'linux';
  process.env['TMPDIR'] = process.env['TEMP'] = parts.folder;
  await sea.default(parts.main, {
    targets: [{ nodeRange: `node${process.versions.node}`, platform: system, arch, output: parts.output }],
    nodePath: node,
    signature: true,
    seaConfig: settings(parts, join('..', basename(parts.main))),
  });
}

/** For a foreign Node, which cannot be run here: the blob is made by this one, of the same version. */
function joinByNode(parts: Parts, node: string): void {
  const config = join(parts.folder, 'sea.json');
  const joined = { ...settings(parts, basename(parts.main)), executable: node, output: parts.output };
  writeFileSync(config, JSON.stringify(joined));
  execFileSync(process.execPath, ['--build-sea', relative(parts.folder, config)], { cwd: parts.folder, stdio: 'pipe' });
}
