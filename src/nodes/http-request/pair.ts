/** A header, a query parameter or a field of a form; names may come more than once. */
export type Pair = readonly [name: string, value: string];

/** Puts values in the place of a template's references. */
export type Render = (template: string) => string;
