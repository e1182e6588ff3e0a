import { annotationReplyRoutes, annotationRoutes } from '../app-api/annotations.ts';
import { appFactProgramRoutes, appFactRoutes } from '../app-api/app-facts.ts';
import { audioRoutes } from '../app-api/audio.ts';
import { chatRoutes, completionRoutes } from '../app-api/chat.ts';
import { conversationRoutes, conversationVariableRoutes } from '../app-api/conversations.ts';
import { byJsonRequired, serviceFamily } from '../app-api/family.ts';
import { fileProgramRoutes, fileRoutes } from '../app-api/files.ts';
import { formRoutes } from '../app-api/forms.ts';
import { messageProgramRoutes, messageRoutes, suggestionRoute } from '../app-api/messages.ts';
import { runDetailRoutes, runEventRoutes } from '../app-api/run-events.ts';
import { workflowProgramRoutes, workflowRoutes } from '../app-api/workflows.ts';
import { programRoutes } from './program.ts';

/** The Service API, `/v1`: other programs, with the key of an app. */
export const serviceApi = [
  ...programRoutes,
  ...appFactRoutes(serviceFamily),
  ...appFactProgramRoutes(serviceFamily),
  ...workflowRoutes(serviceFamily),
  ...workflowProgramRoutes(serviceFamily),
  ...runDetailRoutes(serviceFamily),
  ...runEventRoutes(serviceFamily),
  ...chatRoutes(serviceFamily),
  ...completionRoutes(serviceFamily),
  ...messageRoutes(serviceFamily),
  ...messageProgramRoutes(serviceFamily),
  suggestionRoute(serviceFamily, 'suggested'),
  ...conversationRoutes(serviceFamily),
  ...conversationVariableRoutes(serviceFamily),
  ...fileRoutes(serviceFamily),
  ...fileProgramRoutes(serviceFamily),
  ...audioRoutes(serviceFamily),
  ...annotationRoutes(serviceFamily),
  ...annotationReplyRoutes(serviceFamily),
  ...formRoutes('/v1', { reader: serviceFamily.guard(), answerer: serviceFamily.guard(byJsonRequired) }),
];
