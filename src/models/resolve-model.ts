import { canonicalModelProvider, KnownError, shortProviderName } from '../kernel/index.ts';
import { balancedWire, type Candidate } from './balanced-wire.ts';
import type { ModelCredential } from './credential-source.ts';
import { openEmbeddingCaches } from './embedding-cache.ts';
import { makeEmbeddingModel } from './embedding-model.ts';
import { type LanguageWires, makeLanguageModel } from './language-model.ts';
import type { CatalogueModel, CredentialField, ModelProvider } from './model-provider.ts';
import type { LanguageModel, ModelKind, ModelReference, ModelRuntime } from './model-runtime.ts';
import type { ModelRuntimeOptions } from './model-runtime-options.ts';
import { makeModerationModel, makeRerankModel, makeSpeechToTextModel, makeTextToSpeechModel } from './other-models.ts';
import { findProvider, gateway } from './providers/index.ts';
import type { Connection } from './wire/language-wire.ts';
import { patientFetch } from './wire/patient-fetch.ts';
import { toModelError } from './wire/to-model-error.ts';
import { type WatchedFetch, watchQueries } from './wire/watch-queries.ts';

export type ModelResolver = Omit<ModelRuntime, 'defaultModel'>;

/** Where a model is served, and with which credentials, the first to try in front. */
interface Endpoint {
  readonly provider: ModelProvider;
  readonly credentials: readonly ModelCredential[];
}

export function openModelResolver(given: ModelRuntimeOptions): ModelResolver {
  const { fetch, seen } = watchQueries(patientFetch(given.fetch, given.clock));
  const options = { ...given, fetch, seen };
  const caches = openEmbeddingCaches(options.clock, options.embeddingCache);
  // Without stored credentials nothing about a model can change, and an opened one is asked sooner.
  const isFixed = options.gateway !== undefined || options.credentials === undefined;
  const opened = new Map<string, LanguageModel>();
  const openLanguageModel = async (reference: ModelReference) => {
    const { endpoint, candidates } = await candidatesFor(options, reference, 'llm', (provider) => provider.language);
    const { provider, credentials } = endpoint;
    const facts = {
      ...languageFacts(endpoint, reference),
      providerName: shortProviderName(reference.provider),
      secrets: () => [...credentials.flatMap((credential) => secretsOf(provider, credential)), ...seen()],
    };
    return makeLanguageModel(facts, balanced(candidates), options);
  };
  return {
    async languageModel(reference) {
      const key = `${reference.provider}\n${reference.name}`;
      const model = opened.get(key) ?? (await openLanguageModel(reference));
      if (isFixed) opened.set(key, model);
      return model;
    },
    async embeddingModel(reference) {
      const open = (provider: ModelProvider) => provider.embedding;
      const { endpoint, candidates } = await candidatesFor(options, reference, 'text-embedding', open);
      const cachedAs = canonical({ provider: endpoint.provider.id, name: reference.name });
      return makeEmbeddingModel({ reference: canonical(reference), cachedAs, caches }, candidates);
    },
    async rerankModel(reference) {
      const { candidates } = await candidatesFor(options, reference, 'rerank', (provider) => provider.rerank);
      return makeRerankModel(canonical(reference), candidates);
    },
    async speechToTextModel(reference) {
      const { candidates } = await candidatesFor(
        options,
        reference,
        'speech2text',
        (provider) => provider.speechToText,
      );
      return makeSpeechToTextModel(candidates);
    },
    async textToSpeechModel(reference) {
      const { candidates } = await candidatesFor(options, reference, 'tts', (provider) => provider.textToSpeech);
      return makeTextToSpeechModel(candidates);
    },
    async moderationModel(reference) {
      const { candidates } = await candidatesFor(options, reference, 'moderation', (provider) => provider.moderation);
      return makeModerationModel(candidates);
    },
  };
}

type Options = ModelRuntimeOptions & WatchedFetch;

/** The ways to a model of one kind, one per credential. */
async function candidatesFor<Wire>(
  options: Options,
  reference: ModelReference,
  kind: ModelKind,
  opener: (provider: ModelProvider) => ((connection: Connection, model: string) => Wire) | undefined,
): Promise<{ readonly endpoint: Endpoint; readonly candidates: readonly Candidate<Wire>[] }> {
  const endpoint = await findEndpoint(options, reference, kind);
  const open = endpoint.provider.kinds.includes(kind) ? opener(endpoint.provider) : undefined;
  if (!open) throw notSupported(reference, kind);
  const sentName = (values: Connection['credentials']) =>
    endpoint.provider.customModel?.(values).sentName ?? reference.name;
  const openOne = (connection: Connection) => open(connection, sentName(connection.credentials));
  return { endpoint, candidates: candidatesOf(options, endpoint, openOne) };
}

function balanced(candidates: readonly Candidate<LanguageWires>[]): LanguageWires {
  const [first] = candidates;
  return {
    chat: balancedWire(candidates.map((candidate) => ({ ...candidate, wire: candidate.wire.chat }))),
    completion: balancedWire(
      candidates.map((candidate) => ({ ...candidate, wire: candidate.wire.completion ?? candidate.wire.chat })),
    ),
    ...(first?.wire.pricingOf && { pricingOf: first.wire.pricingOf }),
  };
}

function canonical({ provider, name }: ModelReference): ModelReference {
  return { provider: canonicalModelProvider(provider), name };
}

async function findEndpoint(
  options: ModelRuntimeOptions,
  reference: ModelReference,
  kind: ModelKind,
): Promise<Endpoint> {
  if (options.gateway) return gatewayEndpoint(options.gateway);
  const provider = await findProvider(reference.provider);
  if (!provider) throw notInitialized(reference);
  // the provider's own id: people also use other names for it
  const query = { provider: canonicalModelProvider(provider.id), kind, model: reference.name };
  const stored = (await options.credentials?.find(query)) ?? [];
  if (stored.length > 0) return { provider, credentials: stored };
  const values = fromEnvironment(provider.credentials, options.environment ?? {});
  if (!values || provider.hasAccess?.(values) === false) throw notInitialized(reference, provider);
  return { provider, credentials: [{ id: 'environment', values }] };
}

async function gatewayEndpoint({ url, apiKey }: { readonly url: string; readonly apiKey?: string }): Promise<Endpoint> {
  const values = { base_url: url, ...(apiKey !== undefined && { api_key: apiKey }) };
  return { provider: await gateway(), credentials: [{ id: 'gateway', values }] };
}

/**
 * The credentials that environment variables hold. Undefined when a required field has neither variable nor default, or
 * when no variable is set and a default alone does not suffice.
 */
function fromEnvironment(
  fields: readonly CredentialField[],
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> | undefined {
  const found = fields.flatMap((field) => {
    const value = field.environment.map((name) => environment[name]).find((text) => text !== undefined && text !== '');
    return value === undefined ? [] : [[field.name, value] as const];
  });
  const values: Record<string, string> = Object.fromEntries(found);
  const required = fields.filter((field) => field.isRequired);
  const isComplete = required.every((field) => field.default !== undefined || field.name in values);
  // servers on this machine have a usual address and need no key
  const needsNothing = required.length > 0 && required.every((field) => field.default !== undefined);
  return isComplete && (found.length > 0 || needsNothing) ? values : undefined;
}

function notInitialized(reference: ModelReference, provider?: ModelProvider): KnownError {
  const name = shortProviderName(reference.provider);
  const variables = provider?.credentials
    .filter((field) => field.isRequired)
    .flatMap((field) => field.environment[0] ?? []);
  const ways = [
    ...(variables && variables.length > 0 ? [`set ${variables.join(' and ')}`] : []),
    `add credentials with "dify model add ${name}"`,
    'name a gateway with --model-gateway URL or DIFY_MODEL_GATEWAY',
    'use another model with --model FROM=TO',
  ];
  return new KnownError('provider_not_initialize', {
    message: `Model provider ${name} credentials is not initialized (model ${reference.name}).`,
    hint: `To reach it: ${ways.join('; ')}.`,
    details: { provider: canonicalModelProvider(reference.provider), model: reference.name },
  });
}

function notSupported(reference: ModelReference, kind: ModelKind): KnownError {
  return new KnownError('model_currently_not_support', {
    message: `Provider ${shortProviderName(reference.provider)} serves no models of kind ${kind} (${reference.name}).`,
    details: { provider: canonicalModelProvider(reference.provider), model: reference.name, kind },
  });
}

function candidatesOf<Wire>(
  options: Options,
  { provider, credentials }: Endpoint,
  open: (connection: Connection) => Wire,
): Candidate<Wire>[] {
  return credentials.map((credential) => ({
    wire: open({
      fetch: options.fetch,
      clock: options.clock,
      credentials: { ...defaultsOf(provider), ...credential.values },
    }),
    report: (outcome) => options.credentials?.report(credential.id, outcome),
    toModelError: (error) => toModelError(error, provider.id, [...secretsOf(provider, credential), ...options.seen()]),
  }));
}

function defaultsOf(provider: ModelProvider): Record<string, string> {
  return Object.fromEntries(
    provider.credentials.flatMap((field) =>
      field.default === undefined ? [] : [[field.name, field.default] as const],
    ),
  );
}

function secretsOf(provider: ModelProvider, credential: ModelCredential): string[] {
  return provider.credentials.flatMap((field) => (field.isSecret ? (credential.values[field.name] ?? []) : []));
}

const UNKNOWN_CONTEXT = 4096;

/** The person who added a model knows best, then the catalogue, then what most models of the provider can do. */
function languageFacts({ provider, credentials: [credential] }: Endpoint, reference: ModelReference) {
  const custom = provider.customModel?.(credential?.values ?? {});
  const model = findModel(provider, reference.name, 'llm');
  return {
    reference: canonical(reference),
    mode: custom?.mode ?? model?.mode ?? ('chat' as const),
    features: new Set(custom?.features ?? model?.features ?? provider.unknownModel?.features ?? []),
    parameters: new Set(model?.parameters?.map(({ name }) => name)),
    contextSize: custom?.contextSize ?? model?.contextSize ?? provider.unknownModel?.contextSize ?? UNKNOWN_CONTEXT,
    ...(model?.pricing && { pricing: model.pricing }),
  };
}

function findModel(provider: ModelProvider, name: string, kind: ModelKind): CatalogueModel | undefined {
  return provider.models.find((model) => model.kind === kind && model.name === name);
}
