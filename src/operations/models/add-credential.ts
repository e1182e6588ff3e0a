import { KnownError } from '../../kernel/index.ts';
import {
  type CatalogueModel,
  type CredentialValues,
  checkModelCredentials,
  type ModelKind,
  type ModelProvider,
  sealCredential,
} from '../../models/index.ts';
import type { TenantStores } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';
import { asKnownErrors } from './ask-model.ts';
import { getProvider, type NamedProvider, requireKind } from './get-provider.ts';
import { describeCredential, type StoredCredential } from './list-models.ts';
import { requireModelManager } from './require-model-manager.ts';

export interface AddCredentialRequest {
  readonly provider: string;
  /** Clear values under the provider's credential fields. */
  readonly values: CredentialValues;
  /** How people tell several apart. */
  readonly name?: string;
  /** A model that the person adds to the provider, and to which alone the credential belongs. */
  readonly model?: { readonly name: string; readonly kind: ModelKind };
  /** The model to ask whether the credential works; one of the provider's small ones unless said otherwise. */
  readonly checkedWith?: string;
  readonly signal: AbortSignal;
}

/** Keeps a credential, sealed, after a real call has shown that it works. */
export async function addCredential(
  scope: Pick<Scope, 'stores' | 'caller' | 'vault' | 'ids' | 'clock' | 'fetchTrusted'>,
  request: AddCredentialRequest,
): Promise<StoredCredential> {
  requireModelManager(scope.caller);
  const named = await getProvider(request.provider);
  if (request.model) requireKind(named, request.model.kind);
  const values = checkedFields(named.provider, request);
  const asked = modelToAsk(named.provider, request);
  const { fetchTrusted: fetch, clock } = scope;
  const reference = { provider: named.id, name: asked.name };
  const call = checkModelCredentials({ reference, kind: asked.kind, values, fetch, clock, signal: request.signal });
  await asKnownErrors(call, `The credentials were not accepted when ${asked.name} was asked`);
  const id = scope.ids.next();
  const keep = request.model ? keepForModel : keepForProvider;
  const table = request.model ? 'provider_model_credentials' : 'provider_credentials';
  const encryptedConfig = sealCredential(scope.vault, table, id, values);
  await scope.stores.transaction((stores) => keep(stores, { id, encryptedConfig, named, request, scope }));
  return describeCredential(scope, id);
}

interface ToKeep {
  readonly id: string;
  readonly encryptedConfig: string;
  readonly named: NamedProvider;
  readonly request: AddCredentialRequest;
  readonly scope: Pick<Scope, 'caller'>;
}

async function keepForProvider({ models }: TenantStores, { named, request, scope, ...sealed }: ToKeep): Promise<void> {
  const providerName = named.id;
  const others = await models.listCredentials(providerName);
  const credentialName = freeName(others, request.name);
  await models.createCredential({ ...sealed, providerName, credentialName, ...makerOf(scope) });
  const active = (await models.findProvider(providerName))?.credentialId ?? sealed.id;
  await models.saveProvider({ providerName, isValid: true, credentialId: active });
}

async function keepForModel({ models }: TenantStores, { named, request, scope, ...sealed }: ToKeep): Promise<void> {
  if (!request.model) throw new Error('A credential of a model needs its model');
  const { name: modelName, kind: modelType } = request.model;
  const model = { providerName: named.id, modelName, modelType };
  const others = await models.listModelCredentials(model);
  const credentialName = freeName(others, request.name);
  await models.createModelCredential({ ...sealed, ...model, credentialName, ...makerOf(scope) });
  await models.saveModel({ ...model, isValid: true, credentialId: others[0]?.id ?? sealed.id });
}

function makerOf({ caller: { actor } }: Pick<Scope, 'caller'>) {
  return actor.kind === 'account' ? { createdBy: actor.accountId } : {};
}

/** Dify counts the keys of those who give none a name. */
function freeName(others: readonly { readonly credentialName: string }[], wanted?: string): string {
  const taken = new Set(others.map(({ credentialName }) => credentialName));
  if (wanted !== undefined) {
    if (!taken.has(wanted)) return wanted;
    throw new KnownError('conflict', { message: `There is a credential "${wanted}" already.` });
  }
  let number = others.length + 1;
  while (taken.has(`API KEY ${number}`)) number++;
  return `API KEY ${number}`;
}

/** Fields that are there, none that nobody knows. A model of one's own has more of them (context size, features). */
function checkedFields(provider: ModelProvider, { values, model }: AddCredentialRequest): CredentialValues {
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
  const missing = provider.credentials.filter(
    ({ name, isRequired, default: initial }) => isRequired && initial === undefined && !(name in given),
  );
  const known = provider.credentials.map(({ name }) => name);
  const unknown = model ? undefined : Object.keys(given).find((name) => !known.includes(name));
  const hint = `Fields of ${provider.label}: ${known.join(', ')}`;
  if (unknown !== undefined) {
    throw new KnownError('bad_request', { message: `${provider.label} knows no credential "${unknown}".`, hint });
  }
  const isEnough = provider.hasAccess?.(given) ?? true;
  if (missing.length === 0 && isEnough) return given;
  const names = missing.map(({ name }) => name).join(', ') || 'credentials that suffice';
  throw new KnownError('bad_request', { message: `${provider.label} needs ${names}.`, hint });
}

/** The person's own model; the one they named; else the cheapest chat model that is known, or any other that is. */
function modelToAsk(
  provider: ModelProvider,
  { model, checkedWith }: AddCredentialRequest,
): { readonly name: string; readonly kind: ModelKind } {
  if (model) return model;
  if (checkedWith !== undefined) {
    const kind = provider.models.find(({ name }) => name === checkedWith)?.kind ?? provider.kinds[0] ?? 'llm';
    return { name: checkedWith, kind };
  }
  const [cheapest] = provider.models.filter(({ kind }) => kind === 'llm').toSorted((a, b) => priceOf(a) - priceOf(b));
  const found = cheapest ?? provider.models[0];
  if (found) return found;
  throw new KnownError('bad_request', {
    message: `No model of ${provider.label} is known by name, so one must be named to check the credentials with.`,
  });
}

function priceOf({ pricing }: CatalogueModel): number {
  if (!pricing) return Number.POSITIVE_INFINITY;
  return (Number(pricing.input) + Number(pricing.output)) * Number(pricing.unit);
}
