/** What a render may use up. Whatever is absent takes the default of `meter.ts`; output has no limit of its own. */
export interface TemplateLimits {
  /** Characters of the rendered text. */
  maxOutputLength?: number;
  /** Loop rounds, calls and elements touched. */
  maxSteps?: number;
  /** Macros, recursive loops and blocks inside one another. */
  maxDepth?: number;
  maxMilliseconds?: number;
}

/** A template that is wrong or failed while it was rendered. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  /** The name of the class that Jinja2 or Python would raise: `UndefinedError`, `TemplateSyntaxError`, `TypeError`, … */
  readonly kind: string;
  /** The line of the template, from 1. */
  readonly line: number | undefined;

  constructor(kind: string, message: string, line?: number, cause?: unknown) {
    super(
      line === undefined ? message : `${message} (template line ${line})`,
      cause === undefined ? undefined : { cause },
    );
    this.kind = kind;
    this.line = line;
  }
}
