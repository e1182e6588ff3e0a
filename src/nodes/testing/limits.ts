import type { NodeLimits } from '../capabilities.ts';

/** Dify's defaults. */
export const limits: NodeLimits = {
  code: {
    maxStringLength: 400_000,
    maxDepth: 5,
    maxStringArrayLength: 30,
    maxObjectArrayLength: 30,
    maxNumberArrayLength: 1000,
    maxNumber: 9223372036854775807n,
    minNumber: -9223372036854775807n,
    maxPrecision: 20,
  },
  templateMaxLength: 400_000,
  http: {
    maxConnectSeconds: 10,
    maxReadSeconds: 600,
    maxWriteSeconds: 600,
    maxTextBytes: 1024 ** 2,
    maxBinaryBytes: 10 * 1024 ** 2,
    verifiesTls: true,
  },
  maxVariableBytes: 200 * 1024,
  maxFormSeconds: 7 * 24 * 3600,
};
