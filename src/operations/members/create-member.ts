import { KnownError, type Role } from '../../kernel/index.ts';
import { programVersion } from '../../platform/assets/index.ts';
import { hashPassword } from '../../platform/secrets/index.ts';
import type { Admission, TenantStores } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';
import { DEFAULT_LANGUAGE, timezoneOfLanguage } from './languages.ts';
import { checkEmail, checkLanguage, checkName, checkPassword } from './person-rules.ts';
import { requireMemberManager } from './require-member-manager.ts';

export interface CreateMemberRequest {
  readonly email: string;
  readonly password: string;
  /** What stands before the @ when absent. */
  readonly name?: string;
  /** The first account of a workspace owns it; later ones are `normal`. */
  readonly role?: Role;
  readonly language?: string;
}

/** Takes a person into the workspace. Who has an account already keeps it as it is, password and all. */
export async function createMember(
  scope: Pick<Scope, 'stores' | 'caller'>,
  request: CreateMemberRequest,
): Promise<Admission> {
  requireMemberManager(scope.caller);
  const email = checkEmail(request.email);
  const language = checkLanguage(request.language ?? DEFAULT_LANGUAGE);
  checkPassword(request.password);
  const person = {
    email,
    name: checkName(request.name ?? email.split('@')[0] ?? ''),
    password: await hashPassword(request.password), // before the transaction: it takes long
    interfaceLanguage: language,
    timezone: timezoneOfLanguage[language] ?? null,
  };
  return scope.stores.transaction(async ({ members }) => {
    const role = await chooseRole(members, request.role);
    if (role === 'owner') await members.recordSetup(programVersion().version);
    return members.admit({ ...person, role });
  });
}

async function chooseRole(members: TenantStores['members'], wanted: Role | undefined): Promise<Role> {
  const owner = await members.findOwner();
  if (!owner) return wanted ?? 'owner';
  if (wanted !== 'owner') return wanted ?? 'normal';
  throw new KnownError('conflict', { message: `The workspace has an owner already: ${owner.account.email}.` });
}
