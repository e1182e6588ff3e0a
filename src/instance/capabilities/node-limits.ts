import type { RunLimits } from '../../engine/index.ts';
import type { NodeLimits } from '../../nodes/index.ts';
import type { Config } from '../../platform/config/index.ts';

/** Nodes of one run that work at the same time (Dify: WORKFLOW workers, product setting). */
const MAX_PARALLEL = 10;

export function runLimitsOf(config: Config): RunLimits {
  return { maxSteps: config.workflowMaxSteps, maxSeconds: config.workflowMaxSeconds, maxParallel: MAX_PARALLEL };
}

export function nodeLimitsOf(config: Config): NodeLimits {
  return {
    code: {
      maxStringLength: config.codeMaxStringLength,
      maxDepth: config.codeMaxDepth,
      maxStringArrayLength: config.codeMaxStringArrayLength,
      maxObjectArrayLength: config.codeMaxObjectArrayLength,
      maxNumberArrayLength: config.codeMaxNumberArrayLength,
      maxNumber: config.codeMaxNumber,
      minNumber: config.codeMinNumber,
      maxPrecision: config.codeMaxPrecision,
    },
    templateMaxLength: config.templateMaxCharacters,
    http: {
      maxConnectSeconds: config.httpConnectSeconds,
      maxReadSeconds: config.httpReadSeconds,
      maxWriteSeconds: config.httpWriteSeconds,
      maxTextBytes: config.httpMaxTextBytes,
      maxBinaryBytes: config.httpMaxFileBytes,
      verifiesTls: config.httpVerifyTls,
    },
    maxDocumentBytes: config.uploadDocumentMb * 1024 ** 2,
    maxVariableBytes: config.maxVariableBytes,
    maxFormSeconds: config.humanInputSeconds,
  };
}
