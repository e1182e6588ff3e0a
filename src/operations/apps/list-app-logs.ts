import { KnownError } from '../../kernel/index.ts';
import type { App, AppLogEntry, AppLogFilter, NumberedPage } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';

interface ListAppLogsRequest {
  readonly app: App;
  readonly filter: AppLogFilter;
  /** Aborted when nobody waits for the page any more. */
  readonly signal?: AbortSignal;
}

/** A page of the runs of an app that were asked for from outside, newest first. */
export async function listAppLogs(
  scope: Pick<Scope, 'stores'>,
  request: ListAppLogsRequest,
): Promise<NumberedPage<AppLogEntry>> {
  const { accountEmail } = request.filter;
  if (accountEmail) await requireAccount(scope, accountEmail);
  return scope.stores.ofApp(request.app).logs.list(request.filter, request.signal);
}

/** Nobody of that name is a mistake, not an empty log (Dify services/workflow_app_service.py). */
async function requireAccount({ stores }: Pick<Scope, 'stores'>, email: string): Promise<void> {
  const members = await stores.members.list();
  if (members.some(({ account }) => account.email === email.toLowerCase())) return;
  throw new KnownError('invalid_param', { message: `Account not found: ${email}` });
}
