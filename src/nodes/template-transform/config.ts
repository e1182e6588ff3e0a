import { z } from 'zod';
import { VariableBinding } from '../config-fields.ts';

export const TemplateTransformConfig = z.object({ variables: z.array(VariableBinding), template: z.string() });
export type TemplateTransformConfig = z.infer<typeof TemplateTransformConfig>;
