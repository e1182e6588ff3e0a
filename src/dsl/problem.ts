import type { Path } from './yaml/locate.ts';

/** Something wrong with a file. With a status other than `failed`: it was read, but what is named here cannot run. */
export interface DslProblem {
  readonly code: string;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
  /** Where in the document. */
  readonly path?: Path;
  readonly nodeId?: string;
}

/** Ends the reading of a file; the message is what an import answers as its error. */
export class DslRefusal extends Error {
  override readonly name = 'DslRefusal';
  readonly code: string;
  readonly path: Path;

  constructor(code: string, message: string, path: Path = []) {
    super(message);
    this.code = code;
    this.path = path;
  }
}
