import { KnownError } from '../../kernel/index.ts';
import { hashPassword } from '../../platform/secrets/index.ts';
import type { Account } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';
import { checkPassword } from './person-rules.ts';

export interface ResetPasswordRequest {
  readonly email: string;
  readonly password: string;
}

/**
 * Gives an account of the workspace another password. Only the machine's own command line may: an admin could otherwise
 * become the owner.
 */
export async function resetPassword(
  scope: Pick<Scope, 'stores' | 'caller'>,
  { email, password }: ResetPasswordRequest,
): Promise<Account> {
  if (scope.caller.actor.kind !== 'system') throw new KnownError('forbidden');
  checkPassword(password);
  const member = await scope.stores.members.findByEmail(email);
  if (!member) {
    throw new KnownError('not_found', {
      message: `There is no account "${email.trim()}" in this workspace.`,
      hint: 'dify user list shows who there is.',
    });
  }
  await scope.stores.members.setPassword(member.account.id, await hashPassword(password));
  return member.account;
}
