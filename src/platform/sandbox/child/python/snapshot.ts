import type { PyodideAPI } from 'pyodide';
import type { PyCallable } from 'pyodide/ffi';
import type { AssetReader } from '../interpreter.ts';
import { loadPython } from './load.ts';
import { PRELOADED_MODULES, PYTHON_RUNNER } from './runner.ts';
import { timeZoneFiles } from './time-zones.ts';

/** The module of the snapshot in which the runner lies. */
export const RUNNER_MODULE = '_dify_runner';

/** The memory of an interpreter that has started, imported the usual modules and holds the runner. */
export async function makeSnapshot(readAsset: AssetReader): Promise<Uint8Array> {
  const python = await loadPython(readAsset, { _makeSnapshot: true });
  python.runPython(`import ${PRELOADED_MODULES.join(', ')}`);
  python.runPython(`
import sys, types
runner = types.ModuleType('${RUNNER_MODULE}')
exec(${JSON.stringify(PYTHON_RUNNER)}, runner.__dict__)
sys.modules['${RUNNER_MODULE}'] = runner
`);
  keepTimeZones(python);
  python.runPython('import gc; del runner; gc.collect(); gc.freeze()');
  return (python as PyodideAPI & { makeMemorySnapshot(): Uint8Array }).makeMemorySnapshot();
}

/** One by one: all at once would make the memory grow, and every child with it. */
function keepTimeZones(python: PyodideAPI): void {
  const keepZone = python.runPython('runner.keep_zone') as PyCallable;
  for (const [name, file] of timeZoneFiles()) keepZone(name, file.toString('base64'));
  keepZone.destroy();
}
