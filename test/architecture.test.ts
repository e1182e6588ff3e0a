import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

/**
 * The house, as data: which room may import which. `types` are rooms of which only types may be imported.
 * `docs/architecture.md` says the same in words; change the two together.
 */
const CORES = ['runs', 'chat', 'nodes', 'agents', 'knowledge', 'tools', 'models', 'jinja', 'engine', 'dsl'];
const ALL = [...CORES, 'storage', 'jobs', 'platform', 'kernel', 'protocol', 'operations', 'instance'];

interface Rule {
  readonly imports: readonly string[];
  readonly types?: readonly string[];
}

const ROOMS: Record<string, Rule> = {
  cli: { imports: ['instance', 'operations', 'protocol', 'platform', 'kernel'] },
  tui: { imports: ['instance', 'operations', 'protocol', 'platform', 'kernel'] },
  http: { imports: ['instance', 'operations', 'protocol', 'platform', 'kernel'] },
  // the engine's values are pure data: their JSON form is half of the wire
  protocol: { imports: ['engine', 'kernel'], types: [...CORES, 'storage'] },
  instance: { imports: ALL.filter((room) => room !== 'protocol') },
  operations: { imports: [...CORES, 'storage', 'jobs', 'platform', 'kernel'] },
  runs: { imports: ['engine', 'storage', 'platform', 'kernel'] },
  chat: { imports: ['models', 'knowledge', 'engine', 'storage', 'platform', 'kernel'] },
  nodes: { imports: ['engine', 'jinja', 'kernel'], types: ['agents', 'knowledge', 'tools', 'models', 'platform'] },
  agents: { imports: ['models', 'tools', 'kernel'] },
  knowledge: { imports: ['models', 'storage', 'platform', 'kernel'] },
  tools: { imports: ['storage', 'platform', 'kernel'] },
  models: { imports: ['storage', 'platform', 'kernel'] },
  jinja: { imports: ['kernel'] },
  engine: { imports: ['kernel'] },
  dsl: { imports: ['kernel'], types: ['engine'] },
  jobs: { imports: ['storage', 'platform', 'kernel'] },
  storage: { imports: ['platform', 'kernel'] },
  platform: { imports: ['kernel'] },
  kernel: { imports: [] },
};

/** Folder names that say nothing about what is inside. */
const EMPTY_NAMES = ['utils', 'helpers', 'common', 'shared', 'misc', 'lib', 'services'];

const source = resolve(import.meta.dirname, '../src');

interface Import {
  readonly file: string;
  readonly target: string;
  readonly isTypeOnly: boolean;
}

function allFiles(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return allFiles(path);
    return /\.tsx?$/.test(name) ? [path] : [];
  });
}

/** `testing` folders hold what the tests of a room have in common. */
const isForTests = (path: string) => /\.test\.tsx?$/.test(path) || path.includes('/testing/');

const FROM = /^\s*(?:import|export)\s+(type\s+)?([^'";]*?)\s*from\s+'(\.[^']+)'/gm;
const DYNAMIC = /import\(\s*'(\.[^']+)'\s*\)|^import\s+'(\.[^']+)'/gm;

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const at = (path: string) => relative(source, resolve(dirname(file), path));
  const named = [...text.matchAll(FROM)].map(([, type, names = '', path = '']) => ({
    file: relative(source, file),
    target: at(path),
    isTypeOnly: type !== undefined || isOnlyTypes(names),
  }));
  const dynamic = [...text.matchAll(DYNAMIC)].map(([, lazy, bare]) => ({
    file: relative(source, file),
    target: at(lazy ?? bare ?? ''),
    isTypeOnly: false,
  }));
  return [...named, ...dynamic];
}

/** True for `{ type A, type B }`. */
function isOnlyTypes(names: string): boolean {
  const list = /^\{([^}]*)\}$/s.exec(names.trim())?.[1];
  return (list ?? 'value').split(',').every((name) => name.trim() === '' || name.trim().startsWith('type '));
}

const roomOf = (path: string) => (path.includes('/') ? (path.split('/')[0] ?? '') : path.replace(/\.tsx?$/, ''));

const files = allFiles(source).filter((path) => !isForTests(path));
const imports = files.flatMap(importsOf);
/** Who else may ask at a door: tests, benches and the build. */
const readers = [
  ...allFiles(source).filter(isForTests),
  ...allFiles(import.meta.dirname),
  ...allFiles(resolve(import.meta.dirname, '../bin')),
];

test('every room imports only the rooms below it', () => {
  const broken = imports.flatMap(({ file, target, isTypeOnly }) => {
    const [from, to] = [roomOf(file), roomOf(target)];
    if (from === to || from === 'main') return [];
    const rule = ROOMS[from];
    if (!rule) return [`src/${file} stands in "${from}", which is no room of the house`];
    if (rule.imports.includes(to) || (isTypeOnly && rule.types?.includes(to))) return [];
    const only = rule.types?.includes(to) ? 'may use only types of' : 'may not import';
    return [`src/${file}: room "${from}" ${only} "${to}" (${target})`];
  });
  expect(broken).toEqual([]);
});

test('a room is entered through its door, index.ts', () => {
  const broken = imports
    .filter(({ file, target }) => roomOf(file) !== roomOf(target) && target !== `${roomOf(target)}/index.ts`)
    // platform is one folder per contact with the machine, each with its own door
    .filter(({ target }) => !/^platform\/[a-z-]+\/index\.ts$/.test(target))
    .filter(({ file }) => file !== 'main.ts')
    .map(({ file, target }) => `src/${file} reaches past the door: ${target}`);
  expect(broken).toEqual([]);
});

/** The names between the braces of an import or an export, as the file that is asked calls them. */
const askedNames = (names: string) =>
  [...names.matchAll(/(?:type\s+)?(\w+)(?:\s+as\s+\w+)?\s*[,}]/g)].map(([, name]) => name);
const shownNames = (names: string) => [...names.matchAll(/(\w+)\s*[,}]/g)].map(([, name]) => name);

/** `room/index.ts name` of all that a file asks of others; `room/index.ts *` when it may be anything. */
function asked(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const at = (path = '') => relative(source, resolve(dirname(file), path));
  const named = [...text.matchAll(FROM)].flatMap(([, , names = '', path]) =>
    (names.includes('{') ? askedNames(names) : ['*']).map((name) => `${at(path)} ${name}`),
  );
  const dynamic = [...text.matchAll(DYNAMIC)].map(([, lazy, bare]) => `${at(lazy ?? bare)} *`);
  return [...named, ...dynamic];
}

test('a door shows only what somebody asks for', () => {
  const wanted = new Set([...files, ...readers].flatMap(asked));
  const doors = files.filter((file) => /^(platform\/)?[a-z-]+\/index\.ts$/.test(relative(source, file)));
  const idle = doors.flatMap((file) => {
    const door = relative(source, file);
    if (wanted.has(`${door} *`)) return [];
    const shown = [...readFileSync(file, 'utf8').matchAll(FROM)].flatMap(([all, , names = '']) =>
      all.trim().startsWith('export') ? shownNames(names) : [],
    );
    return shown.filter((name) => !wanted.has(`${door} ${name}`)).map((name) => `src/${door} shows ${name} to nobody`);
  });
  expect(idle).toEqual([]);
});

test('only tests use what was made for tests', () => {
  expect(imports.filter(({ target }) => target.includes('/testing/')).map(({ file }) => file)).toEqual([]);
});

test('doors export by name', () => {
  const broken = files.filter((file) => /^export \*/m.test(readFileSync(file, 'utf8')));
  expect(broken.map((file) => relative(source, file))).toEqual([]);
});

test('nothing imports in a circle', () => {
  const graph = new Map<string, string[]>();
  for (const { file, target, isTypeOnly } of imports) {
    if (!isTypeOnly) graph.set(file, [...(graph.get(file) ?? []), target]);
  }
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, trail: readonly string[]): void => {
    const seenAt = trail.indexOf(file);
    if (seenAt >= 0) circles.push([...trail.slice(seenAt), file].join(' -> '));
    if (seenAt >= 0 || done.has(file)) return;
    for (const target of graph.get(file) ?? []) visit(target, [...trail, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  expect(circles).toEqual([]);
});

test('folders are named after what is inside', () => {
  const folders = new Set(files.flatMap((file) => dirname(relative(source, file)).split('/')));
  expect(EMPTY_NAMES.filter((name) => folders.has(name))).toEqual([]);
});

test('no code is made from text', () => {
  const broken = files.filter((file) => /\beval\(|new Function\(|from 'node:vm'/.test(readFileSync(file, 'utf8')));
  expect(broken.map((file) => relative(source, file))).toEqual([]);
});
