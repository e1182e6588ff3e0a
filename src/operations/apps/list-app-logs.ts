import type { App, AppLogEntry, AppLogFilter, NumberedPage } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';

/** A page of the runs of an app that were asked for from outside, newest first. */
export async function listAppLogs(
  scope: Pick<Scope, 'stores'>,
  request: { readonly app: App; readonly filter: AppLogFilter },
): Promise<NumberedPage<AppLogEntry>> {
  return scope.stores.ofApp(request.app).logs.list(request.filter);
}
