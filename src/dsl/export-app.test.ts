import { expect, test } from 'vitest';
import type { JsonObject, TenantId } from '../kernel/index.ts';
import { encryptDatasetId } from './dataset-ids.ts';
import { exportDocument } from './export-app.ts';
import { openDatasetIds } from './import-document.ts';

const tenantId = '3f2c9a1e-0000-4000-8000-00000000abcd' as TenantId;
const datasetId = '11111111-2222-4333-8444-555555555555';

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
