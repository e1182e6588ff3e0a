import { z } from 'zod';

export const AnswerConfig = z.object({ answer: z.string() });
export type AnswerConfig = z.infer<typeof AnswerConfig>;
