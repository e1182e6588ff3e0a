import { chatRoutes } from './chat.ts';
import { conversationRoutes } from './conversations.ts';
import { fileRoutes } from './files.ts';
import { runRoutes } from './runs.ts';
import { workflowRoutes } from './workflows.ts';

/** The Service API, `/v1`: other programs, with the key of an app. */
export const serviceApi = [...workflowRoutes, ...runRoutes, ...chatRoutes, ...conversationRoutes, ...fileRoutes];
