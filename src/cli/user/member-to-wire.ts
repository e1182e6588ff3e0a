import { type JsonObject, toUnixSeconds } from '../../kernel/index.ts';
import type { Member } from '../../operations/index.ts';

/** As Dify's console API lists members (api/fields/member_fields.py). */
export function memberToWire({ account, membership }: Member): JsonObject {
  const seconds = (instant: number | null) => (instant === null ? null : toUnixSeconds(instant));
  return {
    ...{ id: account.id, name: account.name, email: account.email, avatar: account.avatar },
    ...{ role: membership.role, status: account.status },
    last_login_at: seconds(account.lastLoginAt),
    last_active_at: seconds(account.lastActiveAt),
    created_at: toUnixSeconds(account.createdAt),
  };
}
