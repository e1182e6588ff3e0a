import { z } from 'zod';
import { Selector } from '../config-fields.ts';

export const DocumentExtractorConfig = z.object({ variable_selector: Selector });
export type DocumentExtractorConfig = z.infer<typeof DocumentExtractorConfig>;
