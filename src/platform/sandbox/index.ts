/**
 * Runs the code of code nodes, written by people we do not know. An *executor* is where it runs: the *embedded* one
 * (a pool of *children*: this program started again, with an interpreter in WebAssembly and no permissions), a Python
 * of the operator's choice, or a dify-sandbox service.
 */
export {
  CodeError,
  type CodeErrorKind,
  type CodeLanguage,
  type CodeReply,
  type CodeSandbox,
  type SandboxPool,
} from './contract.ts';
export { openSandbox } from './open-sandbox.ts';
export type { Executor, SandboxOptions } from './options.ts';
export { preparePython } from './python-snapshot.ts';
