import { chatRoutes } from './chat.ts';
import { workflowRoutes } from './workflows.ts';

/** The Service API, `/v1`: other programs, with the key of an app. */
export const serviceApi = [...workflowRoutes, ...chatRoutes];
