/** Dify's wire: our types to and from it. No I/O. */
export { introductionToWire, parametersToWire, siteToWire, webSiteToWire } from './app-facts.ts';
export { blockingReply, replyOfRun } from './blocking-reply.ts';
export { providerToWire } from './models.ts';
export { keysetPageToWire, numberedPageToWire } from './pages.ts';
export { replies } from './replies.ts';
export {
  conversationToWire,
  conversationVariableToWire,
  finishedRunToWire,
  formToWire,
  messageToWire,
  remoteFileToWire,
  savedMessageToWire,
  toolFileToWire,
  uploadFileToWire,
  webMessageToWire,
  workflowRunToWire,
} from './rows.ts';
export {
  annotationToWire,
  appLogToWire,
  endUserToWire,
  feedbackToWire,
  jobStatusToWire,
  jobToWire,
} from './rows-of-apps.ts';
export { audioEvent, errorEvent, failureEvent } from './stream/message-events.ts';
export { isOfState } from './stream/run-state.ts';
export { createStreamEncoder } from './stream/stream-encoder.ts';
export type { StreamContext, StreamEvent } from './stream/stream-event.ts';
export { systemFeaturesToWire } from './system-features.ts';
