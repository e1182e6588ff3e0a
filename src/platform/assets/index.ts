/**
 * The only room that knows whether we run from a working tree or from the single executable. An *asset* is a file the
 * program carries besides its code; `manifest.ts` lists them all. Only here: `node:sea`, `import.meta.url`, `dlopen`.
 */
export { assetPath, listAssets, loadNativeAddon, readAsset } from './assets.ts';
export { currentTarget, isExecutable } from './location.ts';
export { type Target, targets } from './manifest.ts';
export { type Command, selfCommand, startWorker } from './processes.ts';
export { nativeVersions, type ProgramVersion, programVersion } from './version.ts';
