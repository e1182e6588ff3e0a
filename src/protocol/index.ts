/** Dify's wire: our types to and from it. No I/O. */
export {
  introductionToWire,
  type Parameters,
  parametersToWire,
  siteToWire,
  type UploadLimits,
  webSiteToWire,
} from './app-facts.ts';
export { answerOf, blockingReply, replyOfRun } from './blocking-reply.ts';
export { type ListedProvider, providerToWire } from './models.ts';
export { keysetPageToWire, numberedPageToWire } from './pages.ts';
export { replies } from './replies.ts';
export {
  conversationToWire,
  conversationVariableToWire,
  type FileLink,
  finishedRunToWire,
  formToWire,
  type MessageParts,
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
export { finishData } from './stream/run-events.ts';
export { isOfState } from './stream/run-state.ts';
export { createStreamEncoder, type StreamEncoder } from './stream/stream-encoder.ts';
export type { StreamContext, StreamEvent } from './stream/stream-event.ts';
export { systemFeaturesToWire } from './system-features.ts';
export { type Shown, type ShownLimits, truncateEvent, truncateObject } from './truncate.ts';
export { filesOf, outputsToWire } from './values.ts';
