import { getSite } from '../../operations/index.ts';
import { webSiteToWire } from '../../protocol/index.ts';
import { appFactRoutes, iconUrlOf } from '../app-api/app-facts.ts';
import { audioRoutes } from '../app-api/audio.ts';
import { chatRoutes, completionRoutes } from '../app-api/chat.ts';
import { conversationRoutes, pinRoutes } from '../app-api/conversations.ts';
import { webFamily } from '../app-api/family.ts';
import { fileRoutes, remoteFileRoutes } from '../app-api/files.ts';
import { formRoutes } from '../app-api/forms.ts';
import { messageRoutes, suggestionRoute } from '../app-api/messages.ts';
import { runEventRoutes } from '../app-api/run-events.ts';
import { workflowRoutes } from '../app-api/workflows.ts';
import { formToken } from '../auth/form-token.ts';
import { completionVisitorRoutes } from './completions.ts';
import { formUploadRoutes } from './form-uploads.ts';
import { visitorRoutes } from './visitors.ts';

/** The Web API, `/api`: the visitors of published web apps. */
export const webApi = [
  ...visitorRoutes,
  ...appFactRoutes(webFamily),
  ...chatRoutes(webFamily),
  ...completionRoutes(webFamily),
  ...completionVisitorRoutes,
  ...workflowRoutes(webFamily),
  ...runEventRoutes(webFamily),
  ...messageRoutes(webFamily),
  suggestionRoute(webFamily, 'suggested-questions'),
  ...conversationRoutes(webFamily),
  ...pinRoutes(webFamily),
  ...fileRoutes(webFamily),
  ...remoteFileRoutes(webFamily),
  ...audioRoutes(webFamily),
  ...formRoutes('/api', { reader: formToken, answerer: formToken }, async ({ scope, app }, instance) => {
    const site = await getSite(scope, app);
    return { site: webSiteToWire(app, site, await iconUrlOf(site, scope, instance), null) };
  }),
  ...formUploadRoutes,
];
