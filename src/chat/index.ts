/** What surrounds a chat: moderation. */
export { type ModerationRules, screenInput } from './moderation.ts';
