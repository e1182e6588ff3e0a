import { type AppId, isJsonObject, type JsonObject, type JsonValue, parseJson, printJson } from '../../kernel/index.ts';
import type { WorkflowContent } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';

/**
 * How secret environment variables lie in the database: `{…, value_type: 'secret', value: {$sealed: 'v1.…'}}`, for one
 * name in one app of one workspace. Earlier versions wrote them in clear: those are read, too.
 */

type Needs = Pick<Scope, 'caller' | 'vault'>;

/** Marks a value that the vault has sealed: the JSON of the clear one. */
const SEALED = '$sealed';

/** The content of a workflow as it may be written: `clear` is what a document holds. */
export function sealContent(scope: Needs, appId: AppId, clear: WorkflowContent): WorkflowContent {
  return { ...clear, environmentVariables: clear.environmentVariables.map(sealing(scope, appId)) };
}

/** The content of a stored workflow with its secrets clear. */
export function unsealContent<Content extends WorkflowContent>(scope: Needs, appId: AppId, stored: Content): Content {
  return { ...stored, environmentVariables: stored.environmentVariables.map(unsealing(scope, appId)) };
}

/** The same for a whole document, which may have no workflow. */
export function sealDocument(scope: Needs, appId: AppId, clear: JsonObject): JsonObject {
  return withVariables(clear, sealing(scope, appId));
}

export function unsealDocument(scope: Needs, appId: AppId, stored: JsonObject): JsonObject {
  return withVariables(stored, unsealing(scope, appId));
}

function withVariables(document: JsonObject, map: (variable: JsonValue) => JsonValue): JsonObject {
  const { workflow } = document;
  if (!isJsonObject(workflow)) return document;
  const variables = workflow['environment_variables'];
  if (!Array.isArray(variables)) return document;
  return { ...document, workflow: { ...workflow, environment_variables: variables.map(map) } };
}

/** Whatever a document holds is clear, even what looks sealed. */
function sealing({ caller, vault }: Needs, appId: AppId) {
  return mapSecret((value, name) => ({
    [SEALED]: vault.encrypt(printJson(value), contextOf(caller.tenantId, appId, name)),
  }));
}

function unsealing({ caller, vault }: Needs, appId: AppId) {
  return mapSecret((value, name) => {
    const sealed = isJsonObject(value) ? value[SEALED] : undefined;
    if (typeof sealed !== 'string') return value;
    return parseJson(vault.decrypt(sealed, contextOf(caller.tenantId, appId, name)));
  });
}

/** Changes the value of a secret variable, and of no other. */
function mapSecret(map: (value: JsonValue, name: string) => JsonValue): (variable: JsonValue) => JsonValue {
  return (variable) => {
    if (!isJsonObject(variable) || variable['value_type'] !== 'secret') return variable;
    return { ...variable, value: map(variable['value'] ?? null, String(variable['name'])) };
  };
}

/** Where a secret belongs: it opens nowhere else. */
function contextOf(tenantId: string, appId: string, name: string): string {
  return `workflows ${tenantId} ${appId} environment ${name}`;
}
