import { expect, test } from 'vitest';
import { readFeatures } from './features.ts';

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
  const documents = { enabled: true, allowed_file_types: ['document'], number_limits: 1, image: { enabled: false } };
  expect(readFeatures({ file_upload: documents }).fileUpload).toMatchObject({
    allowedFileTypes: ['document'],
    maxFiles: 1,
  });
});
