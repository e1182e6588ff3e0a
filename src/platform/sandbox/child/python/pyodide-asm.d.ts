/** Emscripten's half of pyodide; the package gives it no types. */
declare module 'pyodide/pyodide.asm.mjs' {
  const createPyodideModule: (settings: object) => Promise<unknown>;

  // biome-ignore lint/style/noDefaultExport: the package exports it so
  export { createPyodideModule as default };
}
