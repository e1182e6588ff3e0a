import { expect, test } from 'vitest';
import type { TenantId } from '../kernel/index.ts';
import { decryptDatasetId, encryptDatasetId } from './dataset-ids.ts';

const tenantId = '3f2c9a1e-0000-4000-8000-00000000abcd' as TenantId;
const datasetId = '11111111-2222-4333-8444-555555555555';

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
