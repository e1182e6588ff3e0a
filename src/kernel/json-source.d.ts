/** JSON.parse with source text access and JSON.rawJSON: in V8 since 12, not yet in TypeScript's own library. */
interface JSON {
  parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown;
  rawJSON(text: string): unknown;
}
