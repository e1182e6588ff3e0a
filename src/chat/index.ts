/**
 * What surrounds a chat. Before the app runs: *moderation* of what is asked (`screenInput`), and *annotations*, answers
 * that people wrote beforehand (`findAnnotation`). While it answers: the *answer filter*, which looks at the answer and
 * hides its citations, and the *spoken answer*. Beside it: names of conversations, *threads*, the messages that one goes
 * on with, and the *turns of agents* among them. Nothing here knows a run or who asks.
 */
export { agentTurn, type KeptThought } from './agent-turn.ts';
export { openAnswerFilter } from './answer-filter.ts';
export { type ApiExtensionAddress, askExtension, type ExtensionCaller } from './api-extension.ts';
export { annotationCollection, type FoundAnnotation, findAnnotation } from './find-annotation.ts';
export type { ModerationHelp } from './moderation-rules.ts';
export { nameByQuestion, nameConversation } from './name-conversation.ts';
export { screenInput } from './screen-input.ts';
export { openOutputCheck } from './screen-output.ts';
export { SpokenAnswer } from './spoken-answer.ts';
export { threadBefore, WHOLE_CONVERSATION } from './thread.ts';
