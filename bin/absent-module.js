/** Stands for an optional package that is not part of the program. */
// biome-ignore lint/style/noDefaultExport: so have the packages it stands for
export default undefined;
