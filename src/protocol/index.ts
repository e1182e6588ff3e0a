/** Dify's wire: our types to and from it. No I/O. */
export { answerOf, blockingReply } from './blocking-reply.ts';
export { keysetPageToWire, numberedPageToWire } from './pages.ts';
export {
  conversationToWire,
  conversationVariableToWire,
  formToWire,
  type MessageParts,
  messageToWire,
  uploadFileToWire,
  workflowRunToWire,
} from './rows.ts';
export {
  createStreamEncoder,
  errorEvent,
  finishData,
  type StreamContext,
  type StreamEncoder,
  type StreamEvent,
} from './stream-events.ts';
export { usageToWire } from './usage.ts';
export { filesOf, outputsToWire } from './values.ts';
