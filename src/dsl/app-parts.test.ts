import { expect, test } from 'vitest';
import type { JsonObject, TenantId } from '../kernel/index.ts';
import {
  canonicalProvider,
  decryptDatasetId,
  encryptDatasetId,
  exportDocument,
  inferDependencies,
  openDatasetIds,
  pluginOf,
  readFeatures,
  readModelConfig,
} from './index.ts';

const tenantId = '3f2c9a1e-0000-4000-8000-00000000abcd' as TenantId;
const datasetId = '11111111-2222-4333-8444-555555555555';

test('features are off where a document says nothing', () => {
  const features = readFeatures({});
  expect(features.fileUpload).toMatchObject({
    enabled: false,
    maxFiles: 3,
    allowedFileUploadMethods: ['local_file', 'remote_url'],
  });
  expect(features).toMatchObject({
    openingStatement: '',
    suggestedQuestions: [],
    retrieverResource: { enabled: false },
    sensitiveWordAvoidance: { enabled: false },
  });
});

test('the old upload of images is lifted', () => {
  const image = { enabled: true, number_limits: 5, transfer_methods: ['remote_url'], detail: 'low' };
  expect(readFeatures({ file_upload: { image } }).fileUpload).toEqual({
    enabled: true,
    allowedFileTypes: ['image'],
    allowedFileExtensions: [],
    allowedFileUploadMethods: ['remote_url'],
    maxFiles: 5,
    imageDetail: 'low',
  });
  expect(readFeatures({ file_upload: { image: { ...image, enabled: false } } }).fileUpload.enabled).toBe(false);
  expect(readFeatures({ file_upload: { enabled: false, image } }).fileUpload.enabled).toBe(false);
});

test('a model config is read with its form, datasets and tools', () => {
  const config = readModelConfig({
    model: { provider: 'openai', name: 'gpt-4', mode: 'chat', completion_params: { stop: [] } },
    pre_prompt: 'Hi {{name}}',
    user_input_form: [
      { 'text-input': { variable: 'name', label: 'Name', required: true, max_length: 48, default: '' } },
    ],
    agent_mode: {
      enabled: true,
      strategy: 'react',
      max_iteration: 5,
      tools: [{ tool_name: 'x' }, { dataset: { enabled: true, id: 'old' } }],
    },
    dataset_configs: {
      retrieval_model: 'single',
      datasets: { datasets: [{ dataset: { enabled: true, id: 'new' } }, { dataset: { enabled: false, id: 'off' } }] },
    },
  });
  expect(config).toMatchObject({
    model: { provider: 'openai', name: 'gpt-4', mode: 'chat' },
    promptType: 'simple',
    form: [{ type: 'text-input', variable: 'name', isRequired: true, maxLength: 48, default: '' }],
    agent: { enabled: true, strategy: 'react', maxIterations: 5, tools: [{ tool_name: 'x' }] },
    datasets: { ids: ['new', 'old'], retrievalMode: 'single' },
  });
});

test.each([
  ['openai', 'model', 'langgenius/openai/openai'],
  ['google', 'model', 'langgenius/gemini/google'],
  ['google', 'tool', 'langgenius/google/google'],
  ['jina', 'tool', 'langgenius/jina_tool/jina'],
  ['jina', 'model', 'langgenius/jina/jina'],
  ['langgenius/gemini/google', 'model', 'langgenius/gemini/google'],
  ['langgenius/siliconflow/siliconflow', 'tool', 'langgenius/siliconflow_tool/siliconflow'],
  ['acme/jina/jina', 'tool', 'acme/jina/jina'],
  ['My Own Tool', 'tool', 'My Own Tool'],
  ['a/b', 'model', 'a/b'],
  ['', 'model', ''],
] as const)('provider "%s" of a %s is %s', (name, kind, canonical) => {
  expect(canonicalProvider(name, kind)).toBe(canonical);
});

test('a provider belongs to a plugin', () => {
  expect(pluginOf('google', 'model')).toBe('langgenius/gemini');
  expect(pluginOf('My Own Tool', 'tool')).toBeUndefined();
});

test('the plugins of old files are found in what they use', () => {
  const nodes = [
    { type: 'llm', model: { provider: 'openai' } },
    { type: 'question-classifier', model: { provider: 'google' } },
    { type: 'tool', provider_type: 'builtin', provider_id: 'jina' },
    { type: 'tool', provider_type: 'api', provider_id: '038963aa-43c8-47fc-be4b-0255c19959c1' },
    {
      type: 'knowledge-retrieval',
      retrieval_mode: 'single',
      single_retrieval_config: { model: { provider: 'cohere' } },
    },
    {
      type: 'knowledge-retrieval',
      retrieval_mode: 'multiple',
      multiple_retrieval_config: {
        reranking_mode: 'weighted_score',
        weights: { vector_setting: { embedding_provider_name: 'tongyi' } },
      },
    },
    { type: 'llm' },
  ].map((data) => ({ data }));
  expect(inferDependencies({ workflow: { graph: { nodes } } })).toEqual([
    'langgenius/cohere',
    'langgenius/gemini',
    'langgenius/jina_tool',
    'langgenius/openai',
    'langgenius/tongyi',
  ]);
  const config = {
    model: { provider: 'anthropic' },
    agent_mode: { tools: [{ provider_id: 'tavily', provider_type: 'builtin' }] },
  };
  expect(inferDependencies({ model_config: config })).toEqual(['langgenius/anthropic', 'langgenius/tavily']);
});

test('ids of knowledge bases are encrypted as Dify does', () => {
  // made with: openssl enc -aes-256-cbc -K sha256(tenant) -iv first 16 bytes of it
  const encrypted = 'hr9bCykJg7mMn+WwAbC0Vx1WfjQQIDAMGPzunwy5GXaG3Ab1qPXkhDOrOr2itjge';
  expect(encryptDatasetId(datasetId, tenantId)).toBe(encrypted);
  expect(decryptDatasetId(encrypted, tenantId)).toBe(datasetId);
  expect(decryptDatasetId(datasetId, tenantId)).toBe(datasetId);
  expect(decryptDatasetId(encrypted, '00000000-0000-4000-8000-000000000000' as TenantId)).toBeUndefined();
  expect(decryptDatasetId('YOUR_DATASET_ID_HERE', tenantId)).toBeUndefined();
  expect(decryptDatasetId(encryptDatasetId('no uuid', tenantId), tenantId)).toBeUndefined();
});

const APP: JsonObject = {
  version: '0.1.0',
  kind: 'app',
  app: { name: 'x', icon: datasetId, icon_type: 'image', icon_background: '#000' },
  workflow: {
    environment_variables: [
      { name: 'a', value_type: 'secret', value: 's' },
      { name: 'b', value_type: 'string', value: 't' },
    ],
    graph: {
      viewport: { zoom: 1 },
      nodes: [
        { id: 'k', data: { type: 'knowledge-retrieval', dataset_ids: [datasetId] } },
        { id: 't', data: { type: 'tool', credential_id: 'c', provider_id: 'p' } },
        { id: 'g', data: { type: 'agent', agent_parameters: { tools: { value: [{ credential_id: 'c', x: 1 }] } } } },
        { id: 's', data: { type: 'trigger-schedule', config: { timezone: 'Asia/Tokyo' } } },
        { id: 'w', data: { type: 'trigger-webhook', webhook_url: 'https://x', webhook_debug_url: 'https://y' } },
        { id: 'p', data: { type: 'trigger-plugin', subscription_id: 'z' } },
        {
          id: 'start',
          data: {
            type: 'start',
            variables: [
              { type: 'file', default: { transfer_method: 'local_file', upload_file_id: 'u' } },
              {
                type: 'file-list',
                default: [{ transfer_method: 'remote_url', url: 'https://z' }, { upload_file_id: 'u' }],
              },
              { type: 'text-input', default: 'd' },
            ],
          },
        },
      ],
    },
  },
};

test('an export leaves secrets, credentials and what only works at home behind', () => {
  const before = structuredClone(APP);
  const exported = exportDocument(APP, { tenantId });
  expect(exported).toMatchObject({
    version: '0.6.0',
    app: { name: 'x', icon: '🤖', icon_type: 'emoji', icon_background: '#FFEAD5' },
    workflow: {
      environment_variables: [{ value: '' }, { value: 't' }],
      graph: {
        viewport: { zoom: 1 },
        nodes: [
          { data: { dataset_ids: [encryptDatasetId(datasetId, tenantId)] } },
          { data: { type: 'tool', provider_id: 'p' } },
          { data: { agent_parameters: { tools: { value: [{ x: 1 }] } } } },
          { data: { config: { mode: 'visual', frequency: 'daily', timezone: 'UTC' } } },
          { data: { webhook_url: '', webhook_debug_url: '' } },
          { data: { subscription_id: '' } },
          { data: { variables: [{ type: 'file' }, { default: [{ url: 'https://z' }] }, { default: 'd' }] } },
        ],
      },
    },
  });
  expect(JSON.stringify(exported)).not.toContain('credential_id');
  expect(JSON.stringify(exported)).not.toContain('upload_file_id');
  expect(APP).toEqual(before);
});

test('secrets are kept when asked for, but never the credentials of an agent app', () => {
  const exported = exportDocument(APP, { tenantId, includeSecrets: true, encryptDatasetIds: false });
  expect(exported).toMatchObject({
    workflow: {
      environment_variables: [{ value: 's' }, { value: 't' }],
      graph: { nodes: [{ data: { dataset_ids: [datasetId] } }, { data: { credential_id: 'c' } }, {}, {}, {}, {}, {}] },
    },
  });
  const agent = { app: {}, model_config: { agent_mode: { tools: [{ credential_id: 'c', tool_name: 'x' }] } } };
  expect(exportDocument(agent, { tenantId, includeSecrets: true })).toMatchObject({
    model_config: { agent_mode: { tools: [{ tool_name: 'x' }] } },
  });
});

test('an import opens the ids of its own workspace and drops those of others', () => {
  const opened = openDatasetIds(exportDocument(APP, { tenantId }), tenantId);
  expect(opened).toMatchObject({
    workflow: { graph: { nodes: [{ data: { dataset_ids: [datasetId] } }, {}, {}, {}, {}, {}, {}] } },
  });
  const foreign = openDatasetIds(exportDocument(APP, { tenantId }), '00000000-0000-4000-8000-000000000000' as TenantId);
  expect(foreign).toMatchObject({
    workflow: { graph: { nodes: [{ data: { dataset_ids: [] } }, {}, {}, {}, {}, {}, {}] } },
  });
});
