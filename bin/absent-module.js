/** Stands for an optional package that is not part of the program. */
export {};
