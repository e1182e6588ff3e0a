import { Option } from 'commander';
import { KnownError } from '../../kernel/index.ts';
import { type ModelKind, type ModelReference, modelKinds, parseModelReference } from '../../operations/index.ts';

export const kindOption = () =>
  new Option('--kind <kind>', 'what the model does').choices(modelKinds).default('llm' satisfies ModelKind);

/** `PROVIDER:MODEL`, as `--model` of `dify run` names them. */
export function readModelName(text: string): ModelReference {
  const reference = parseModelReference(text);
  if (reference) return reference;
  throw new KnownError('usage', {
    message: `A model is named PROVIDER:MODEL, got "${text}"`,
    hint: 'For example openai:gpt-4o-mini or ollama:llama3.2:3b',
  });
}

export function readKind(text: string): ModelKind {
  const kind = modelKinds.find((candidate) => candidate === text);
  if (kind) return kind;
  throw new KnownError('usage', {
    message: `There is no kind of models "${text}"`,
    hint: `Kinds: ${modelKinds.join(', ')}`,
  });
}
