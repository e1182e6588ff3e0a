import { defineModelProvider, type ModelProvider } from '../../model-provider.ts';
import { catalogueTable } from '../catalogue/index.ts';
import { customModelFacts } from '../custom-model.ts';
import { readCatalogue } from '../read-catalogue.ts';
import { openAiKinds } from './kinds.ts';
import { dialectRows } from './rows.ts';

/** The provider of a row; undefined when no row has this name. */
export async function dialectProvider(id: string): Promise<ModelProvider | undefined> {
  const row = Object.hasOwn(dialectRows, id) ? dialectRows[id] : undefined;
  if (!row) return undefined;
  const { dialect, ...facts } = row;
  return defineModelProvider({
    id,
    ...facts,
    models: readCatalogue(await catalogueTable(id)),
    customModel: customModelFacts,
    ...openAiKinds(dialect),
  });
}

export const dialectNames: readonly string[] = Object.keys(dialectRows);
