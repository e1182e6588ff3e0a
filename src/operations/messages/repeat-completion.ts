import { float, type JsonObject, KnownError } from '../../kernel/index.ts';
import { publishedDefinition } from '../apps/published-definition.ts';
import type { FullMessage } from '../conversations/list-messages.ts';
import { startWithin } from '../runs/app-limits.ts';
import { runApp, type StartedRun } from '../runs/run-app.ts';
import type { Scope } from '../scope.ts';
import { getMessage, type OfMessage } from './messages.ts';

/** How freely the model writes when it is asked for another text (Dify core/app/apps/completion, `more_like_this`). */
const TEMPERATURE = float(0.9);

/** Lets a completion app write another text from the same inputs. */
export function repeatCompletion(scope: Scope, request: OfMessage): Promise<StartedRun> {
  return startWithin(scope, request.app, () => start(scope, request));
}

async function start(scope: Scope, request: OfMessage): Promise<StartedRun> {
  const { app, user } = request;
  const full = await getMessage(scope, request);
  const { id, version, definition } = await publishedDefinition(scope, app);
  const { modelConfig } = definition;
  if (!modelConfig?.moreLikeThis.enabled) throw new KnownError('app_more_like_this_disabled');
  const model = {
    ...modelConfig.model,
    completionParams: { ...modelConfig.model.completionParams, temperature: TEMPERATURE },
  };
  return runApp(scope, {
    app: {
      ...{ appId: app.id, workflowId: id, version },
      definition: { ...definition, modelConfig: { ...modelConfig, model } },
    },
    inputs: full.message.inputs,
    query: full.message.query,
    files: await filesOf(scope, full),
    user,
    log: 'web-app',
  });
}

/** What came with the question; files that are gone since are left out. */
function filesOf(scope: Pick<Scope, 'files'>, { files }: FullMessage) {
  const given = files.flatMap(({ file, upload }): JsonObject[] => {
    if (file.belongsTo !== 'user') return [];
    const asked = { transfer_method: file.transferMethod, type: file.type };
    if (upload) return [{ ...asked, upload_file_id: upload.id }];
    return file.transferMethod === 'remote_url' ? [{ ...asked, url: file.url }] : [];
  });
  return Promise.all(given.map((file) => scope.files.resolve(file)));
}
