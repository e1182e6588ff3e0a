/** The part of a structured log (pino's call shape) that this room writes to. */
export interface StorageLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}
