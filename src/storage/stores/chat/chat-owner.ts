import type { AccountId, EndUserId } from '../../../kernel/index.ts';
import type { CreatorRole } from '../../tables/words.ts';

/** Whose chats: what an end user began is invisible to all others. */
export type ChatOwner = { readonly endUserId: EndUserId } | { readonly accountId: AccountId };

export function chatOwnerColumns(owner: ChatOwner) {
  if ('endUserId' in owner) return { fromEndUserId: owner.endUserId };
  return { fromAccountId: owner.accountId };
}

/** The maker of a pin or a saved message, as columns. */
export function makerColumns(owner: ChatOwner): { createdBy: string; createdByRole: CreatorRole } {
  if ('endUserId' in owner) return { createdBy: owner.endUserId, createdByRole: 'end_user' };
  return { createdBy: owner.accountId, createdByRole: 'account' };
}
