/** One row of a Markdown table, without the end of its line. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Dashes below a header, for each cell as wide as its text (in characters, not UTF-16 units). */
export function separatorRow(header: readonly string[]): string {
  return tableRow(header.map((cell) => '-'.repeat([...cell].length)));
}
