import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { families } from '../../src/http/families.ts';

/**
 * Which routes of Dify that an app's clients need (tiers 1 and 2, without knowledge bases) are not served. Run it with
 * `node test/http/missing-routes.ts`; the list of Dify's routes lies beside the project and need not be there.
 */
const LIST = join(import.meta.dirname, '../../../shared/conformance/routes.json');

export interface KnownRoute {
  readonly family: string;
  readonly method: string;
  /** Parameters as `{name}`. */
  readonly path: string;
  readonly tier: number;
  /** Of the answer when all goes well. */
  readonly status: number;
  readonly auth: string;
  /** Parameters that the router of Dify takes only when they are UUIDs. */
  readonly uuid_params?: readonly string[];
}

const FAMILIES = ['service', 'web', 'files', 'system'];

/** The routes that apps' clients need; undefined when the list is not there. */
export function neededRoutes(): readonly KnownRoute[] | undefined {
  if (!existsSync(LIST)) return undefined;
  const { routes } = JSON.parse(readFileSync(LIST, 'utf8')) as { readonly routes: readonly KnownRoute[] };
  return routes.filter(
    ({ family, tier, path }) => FAMILIES.includes(family) && tier <= 2 && !path.startsWith('/v1/datasets'),
  );
}

/** `GET /v1/messages/{}`: parameters are called differently here and there. */
function shapeOf(method: string, path: string): string {
  const shape = path
    .replace(/\{[^}]*\}\.\{[^}]*\}/g, '{}') // an id with its extension is one parameter here
    .replace(/\{[^}]*\}|:\w+|\*/g, '{}');
  return `${method} ${shape.length > 1 ? shape.replace(/\/$/, '') : shape}`;
}

/** Undefined when the list is not there. */
export function missingRoutes(): string[] | undefined {
  const served = new Set(
    families.flatMap(({ routes }) => routes.map(({ definition }) => shapeOf(definition.method, definition.url))),
  );
  return neededRoutes()
    ?.filter(({ method, path }) => !served.has(shapeOf(method, path)))
    .map(({ family, tier, method, path }) => `${family} ${tier} ${method} ${path}`);
}

if (process.argv[1] === import.meta.filename) {
  const missing = missingRoutes();
  const text = missing ? missing.join('\n') || 'Every route is served.' : `There is no ${LIST}.`;
  process.stdout.write(`${text}\n`);
}
