/** Figures as they are printed: three places are all that such measurements bear. */
export const round = (value: number) => Number(value.toFixed(3));

export const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** The value below which this part of all values lies, for instance 0.99. */
export const share = (values: readonly number[], part: number) =>
  round(values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * part)] ?? Number.NaN);
