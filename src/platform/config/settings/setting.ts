import type { z } from 'zod';

export interface Setting<Schema extends z.ZodType = z.ZodType> {
  /** Reads the value from text or YAML. */
  readonly schema: Schema;
  readonly initial: z.output<Schema> | ((env: Environment) => z.output<Schema>);
  /** One line for people. */
  readonly help: string;
  /** The names Dify documents for it, or the customary ones, most binding first. */
  readonly alsoCalled: readonly string[];
  readonly unit?: 'bytes' | 'MB' | 's' | 'min' | 'days' | 'characters';
  readonly isSecret: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

type Extras = Partial<Pick<Setting, 'alsoCalled' | 'unit' | 'isSecret'>>;

export function setting<Schema extends z.ZodType>(
  schema: Schema,
  initial: NoInfer<Setting<Schema>['initial']>,
  help: string,
  extras: Extras = {},
): Setting<Schema> {
  return { schema, initial, help, alsoCalled: [], isSecret: false, ...extras };
}

export const optional = <Schema extends z.ZodType>(schema: Schema) => schema.optional();

/** For settings that go by one other name, Dify's. */
export const calledInDify = (name: string, unit?: Setting['unit']): Extras => ({
  alsoCalled: [name],
  ...(unit ? { unit } : {}),
});
