import { KnownError } from '../../kernel/index.ts';
import type { OfferedProvider } from '../../operations/index.ts';
import type { Io } from '../io.ts';
import { canAsk, openPrompt } from '../prompt.ts';
import { readText } from '../run-options.ts';

type CredentialField = OfferedProvider['fields'][number];

export interface ProviderForm {
  readonly id: string;
  readonly label: string;
  readonly credentials: readonly CredentialField[];
  readonly hasAccess?: (values: Readonly<Record<string, string>>) => boolean;
}

export interface Sources {
  /** `NAME=VALUE`, `NAME=@FILE`, `NAME=-`. */
  readonly given: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** A model of one's own has answers beside the provider's fields. */
  readonly isOfModel: boolean;
}

/** The values of a provider's fields: given ones, then those in its environment variables, then what a person types. */
export async function gatherCredentials(
  provider: ProviderForm,
  { given, environment, isOfModel }: Sources,
  io: Io,
): Promise<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const pair of given) {
    const [name, value] = splitGiven(pair);
    values[name] = await readGiven(provider, name, value, { isOfModel }, io);
  }
  for (const { name, environment: variables } of provider.credentials) {
    const found = variables.map((variable) => environment[variable]).find((value) => value);
    if (found !== undefined) values[name] ??= found;
  }
  const missing = provider.credentials.filter((field) => isMissing(field, values));
  return missing.length === 0 ? values : { ...values, ...(await askFor(missing, provider, io)) };
}

/** Says nothing of what was given: it may be a secret in the wrong place. */
function splitGiven(pair: string): [name: string, value: string] {
  const at = pair.indexOf('=');
  if (at > 0) return [pair.slice(0, at), pair.slice(at + 1)];
  throw new KnownError('usage', { message: '--credential wants NAME=@FILE, NAME=- or NAME=VALUE' });
}

function isMissing({ name, isRequired, default: initial }: CredentialField, values: Record<string, string>): boolean {
  return isRequired && initial === undefined && !values[name];
}

/** What stands in a flag, others on the machine can see and the shell remembers: no place for secrets. */
async function readGiven(
  provider: ProviderForm,
  name: string,
  value: string,
  { isOfModel }: Pick<Sources, 'isOfModel'>,
  io: Io,
): Promise<string> {
  const field = provider.credentials.find((candidate) => candidate.name === name);
  if (!field && !isOfModel) {
    throw new KnownError('usage', {
      message: `${provider.label} knows no credential "${name}"`,
      hint: `Fields: ${provider.credentials.map((known) => known.name).join(', ')}`,
    });
  }
  if (value === '-' || value.startsWith('@')) return (await readText(value.replace(/^@/, ''), io)).trim();
  if (!field?.isSecret) return value;
  throw new KnownError('usage', {
    message: `${name} is a secret: its value cannot stand in a flag`,
    hint: `Use --credential ${name}=@FILE, ${name}=- for standard input${inVariables(field)}.`,
  });
}

function inVariables({ environment: [variable] }: CredentialField): string {
  return variable === undefined ? '' : `, or the variable ${variable}`;
}

async function askFor(missing: readonly CredentialField[], provider: ProviderForm, io: Io) {
  if (!canAsk(io)) {
    const ways = missing.map((field) => `${field.name}: --credential ${field.name}=@FILE${inVariables(field)}`);
    throw new KnownError('usage', {
      message: `${provider.label} needs ${missing.map(({ name }) => name).join(', ')}`,
      hint: `Nobody can be asked here. ${ways.join('; ')}.`,
    });
  }
  const prompt = openPrompt(io);
  const answers: Record<string, string> = {};
  try {
    for (const { name, label, isSecret } of missing) {
      answers[name] = await prompt.ask(`${provider.label}, ${label} (${name}): `, { isSecret });
    }
  } finally {
    await prompt.close();
  }
  return answers;
}
