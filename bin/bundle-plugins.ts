/** What must be changed in the code of others so that it fits into the bundle. Each stops the build when it no longer applies. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';

/** zod's texts in fifty languages are half of it; only the English ones are ever asked for. */
const onlyEnglishMessages: Plugin = {
  name: 'only-english-messages',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.\.\/locales\/index\.js$/ }, ({ importer, resolveDir }) =>
      /[\\/]zod[\\/]/.test(importer) ? { path: join(resolveDir, '../locales/en.js') } : undefined,
    ),
};

/** Python's loader calls a variable of its own `require`; in a piece of an executable every `import()` asks for that name. */
const renamedRequire: Plugin = {
  name: 'renamed-require',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]pyodide\.asm\.mjs$/ }, ({ path }) => changed(path, [[/\brequire\b/g, 'ownRequire']])),
};

/**
 * The pieces of an executable have no top-level `await`. yoga awaits its WebAssembly, which can be had at once; ink asks for
 * the developers' tools only under DEV.
 */
const withoutTopLevelAwait: Plugin = {
  name: 'without-top-level-await',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]yoga-layout[\\/]dist[\\/]src[\\/]index\.js$/ }, async ({ path }) => {
      const binary = await readFile(join(path, '../../binaries/yoga-wasm-base64-esm.js'), 'utf8');
      const base64 = /base64,([\w+/=]+)/.exec(binary)?.[1] ?? refuse(path);
      return changed(path, [
        ['await loadYoga()', 'yogaAtOnce()'],
        [/$/, yogaAtOnce(base64)],
      ]);
    });
    onLoad({ filter: /[\\/]yoga-wasm-base64-esm\.js$/ }, ({ path }) => changed(path, [[/base64,[\w+/=]+/, 'base64,']]));
    onLoad({ filter: /[\\/]ink[\\/]build[\\/]reconciler\.js$/ }, ({ path }) =>
      changed(path, [[/process\.env\['DEV'\] === 'true'/g, 'false']]),
    );
  },
};

export const bundlePlugins = [onlyEnglishMessages, renamedRequire, withoutTopLevelAwait];

/** Emscripten takes an instance instead of the bytes; everything is then there when the call returns. */
const yogaAtOnce = (base64: string) => `
function yogaAtOnce() {
  const yoga = {
    instantiateWasm(imports, receive) {
      const module = new WebAssembly.Module(Buffer.from('${base64}', 'base64'));
      receive(new WebAssembly.Instance(module, imports));
      return {};
    },
  };
  loadYoga(yoga);
  return yoga;
}
`;

async function changed(path: string, changes: readonly (readonly [find: string | RegExp, put: string])[]) {
  let contents = await readFile(path, 'utf8');
  for (const [find, put] of changes) {
    const before = contents;
    contents = contents.replace(find, put);
    if (contents === before) refuse(path);
  }
  return { contents };
}

function refuse(path: string): never {
  throw new Error(`${path} is not as bin/bundle-plugins.ts expects it`);
}
