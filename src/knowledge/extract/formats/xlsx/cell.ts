/** A date, a time of day or a duration, as Python prints it. */
export interface Moment {
  readonly kind: 'datetime' | 'time' | 'duration';
  readonly text: string;
}

/** What a cell holds. `null`: an error (`#N/A`); an absent cell is `undefined` in its row. */
export type Cell = string | number | boolean | Moment | null;

/** Cells by column, without those at the end that are empty. */
export type Row = readonly (Cell | undefined)[];

export function isMoment(cell: Cell | undefined): cell is Moment {
  return typeof cell === 'object' && cell !== null;
}
