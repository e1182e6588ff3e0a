import type { FileReference, VariableReader } from '../../engine/index.ts';
import type { LanguageModel, PromptContent, PromptMessage } from '../../models/index.ts';
import { NodeError } from '../node-error.ts';
import { filesOf } from '../prompting/prompt-files.ts';
import { segmentsOf } from '../template-references.ts';
import { bindingsToJson } from '../variable-bindings.ts';
import { type ChatPrompt, type CompletionPrompt, type LlmConfig, sourceOf } from './config.ts';

type Parts = readonly PromptContent[];
type Role = ChatPrompt['role'];

/** A message in the making: history has plain text, everything of this node has parts. */
export interface DraftMessage {
  readonly role: Role;
  readonly content: string | Parts;
}

export interface PromptSources {
  readonly variables: VariableReader;
  readonly context: string;
  /** The parts for files, with what the model cannot take left out. */
  readonly loadFiles: (files: readonly FileReference[]) => Promise<Parts>;
}

/** The messages of the node's own prompt list. A text that refers to files is followed by a message with them. */
export async function chatMessages(
  config: LlmConfig,
  prompts: readonly ChatPrompt[],
  sources: PromptSources,
): Promise<DraftMessage[]> {
  const messages = await Promise.all(prompts.map((prompt) => messagesOf(config, prompt, sources)));
  return messages.flat();
}

async function messagesOf(config: LlmConfig, prompt: ChatPrompt, sources: PromptSources): Promise<DraftMessage[]> {
  const text = await promptText(config, prompt, sources);
  const files = prompt.edition_type === 'jinja2' ? [] : await sources.loadFiles(referredFiles(prompt.text, sources));
  return [
    ...(text === '' ? [] : [{ role: prompt.role, content: [{ type: 'text' as const, text }] }]),
    // No provider takes files in a system message.
    ...(files.length === 0
      ? []
      : [{ role: prompt.role === 'system' ? ('user' as const) : prompt.role, content: files }]),
  ];
}

/** The prompt with its variables in it. */
export async function promptText(config: LlmConfig, prompt: CompletionPrompt, sources: PromptSources): Promise<string> {
  if (prompt.edition_type === 'jinja2') return renderJinja(config, sourceOf(prompt), sources.variables);
  return renderPrompt(prompt.text, sources);
}

const CONTEXT = '{{#context#}}';
/** Where a completion prompt wants the conversation. */
export const HISTORIES = '{{#histories#}}';
const SPECIAL = /(\{\{#(?:context|histories)#\}\})/;

/** References and the context are inserted once: what looks like a reference inside them stays text. */
export function renderPrompt(template: string, { variables, context }: Omit<PromptSources, 'loadFiles'>): string {
  const pieces = template.split(SPECIAL).map((piece) => {
    if (piece === CONTEXT) return context;
    return piece === HISTORIES ? piece : variables.render(piece);
  });
  return pieces.join('');
}

async function renderJinja(config: LlmConfig, template: string, variables: VariableReader): Promise<string> {
  if (template === '') return '';
  const { renderTemplate, TemplateError } = await import('../../jinja/index.ts');
  try {
    return renderTemplate(template, bindingsToJson(config.prompt_config.jinja2_variables, variables));
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new NodeError('TemplateRenderError', error.message, { cause: error });
  }
}

function referredFiles(template: string, { variables }: PromptSources): readonly FileReference[] {
  return segmentsOf(template).flatMap((segment) => {
    if (segment.kind !== 'variable') return [];
    const value = variables.get(segment.selector);
    return value?.type === 'file' || value?.type === 'array[file]' ? filesOf(value) : [];
  });
}

/** Puts files in front of what the last user message says, or into a message of their own. */
export function withFiles(messages: readonly DraftMessage[], files: Parts): readonly DraftMessage[] {
  if (files.length === 0) return messages;
  const last = messages.at(-1);
  if (last?.role !== 'user' || typeof last.content === 'string') return [...messages, { role: 'user', content: files }];
  return [...messages.slice(0, -1), { role: 'user', content: [...files, ...last.content] }];
}

const SUPPORTING = { image: 'vision', document: 'document', audio: 'audio', video: 'video' } as const;

/** What is sent: without content the model cannot take, and without messages that say nothing. */
export function finishMessages(drafts: readonly DraftMessage[], model: LanguageModel): PromptMessage[] {
  const messages = drafts.flatMap(({ role, content }) => {
    const kept =
      typeof content === 'string' ? content : plainIfText(content.filter((part) => isSupported(part, model)));
    return kept.length === 0 ? [] : [toMessage(role, kept)];
  });
  if (messages.length > 0) return messages;
  throw new NodeError(
    'NoPromptFoundError',
    'No prompt found in the LLM configuration. Please ensure a prompt is properly configured before proceeding.',
  );
}

function isSupported(part: PromptContent, model: LanguageModel): boolean {
  return part.type === 'text' || model.features.has(SUPPORTING[part.type]);
}

function plainIfText(parts: Parts): string | Parts {
  const [only] = parts;
  return parts.length === 1 && only?.type === 'text' ? only.text : parts;
}

function toMessage(role: Role, content: string | Parts): PromptMessage {
  if (role !== 'system') return { role, content };
  const text =
    typeof content === 'string' ? content : content.map((part) => (part.type === 'text' ? part.text : '')).join('');
  return { role, content: text };
}
