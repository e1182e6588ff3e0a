import type { Target } from '../language/nodes.ts';
import { raise } from '../raised.ts';
import { elementsOf, tryIterate } from '../values/iterate.ts';
import { Namespace } from '../values/namespace.ts';
import type { Value } from '../values/object.ts';
import { Tuple } from '../values/tuple.ts';
import { typeName } from '../values/types.ts';
import type { Frame } from './frame.ts';
import { type Evaluate, type Execute, nameReader, type Site, slotReader, slotWriter } from './site.ts';

export type Assign = (frame: Frame, value: Value) => void;

/** Assignment to a name, to several at once, to an attribute of a namespace. */
export function compileTarget(site: Site, target: Target): Assign {
  if (target.kind === 'targets') return compileUnpacking(site, target.items);
  if (target.kind === 'namespace') {
    const read = nameReader(site, target.name);
    return (frame, value) => namespaceOf(read(frame)).set(target.attribute, value);
  }
  const slot = site.scope.find(target.name) ?? unknownTarget(target.name);
  return slotWriter(slot);
}

function unknownTarget(name: string): never {
  throw new Error(`"${name}" is assigned but was not analysed`);
}

function namespaceOf(value: Value): Namespace {
  if (value instanceof Namespace) return value;
  return raise('TemplateRuntimeError', 'cannot assign attribute on non-namespace object');
}

/** Jinja2 looks at the namespaces before it computes what is assigned. */
export function compileNamespaceChecks(site: Site, target: Target): Execute[] {
  if (target.kind === 'targets') return target.items.flatMap((item) => compileNamespaceChecks(site, item));
  if (target.kind === 'name') return [];
  const read = nameReader(site, target.name);
  return [(frame) => void namespaceOf(read(frame))];
}

function compileUnpacking(site: Site, items: readonly Target[]): Assign {
  const assigns = items.map((item) => compileTarget(site, item));
  return (frame, value) => {
    const parts = unpack(value, assigns.length);
    assigns.forEach((assign, index) => {
      assign(frame, parts[index] ?? null);
    });
  };
}

function unpack(value: Value, count: number): readonly Value[] {
  if (!(value instanceof Tuple) && !Array.isArray(value) && tryIterate(value) === undefined) {
    raise('TypeError', `cannot unpack non-iterable ${typeName(value)} object`);
  }
  const parts = value instanceof Tuple ? value.items : elementsOf(value);
  if (parts.length > count) raise('ValueError', `too many values to unpack (expected ${count})`);
  if (parts.length < count) {
    raise('ValueError', `not enough values to unpack (expected ${count}, got ${parts.length})`);
  }
  return parts;
}

/** The value that stands in a loop's target, put together again. */
export function compileTargetReader(site: Site, target: Target): Evaluate {
  if (target.kind === 'targets') {
    const items = target.items.map((item) => compileTargetReader(site, item));
    return (frame) => new Tuple(items.map((item) => item(frame)));
  }
  const slot = site.scope.find(target.name) ?? unknownTarget(target.name);
  const read = slotReader(site, slot);
  return (frame) => read(frame) ?? null;
}

export function targetNames(target: Target): readonly string[] {
  if (target.kind === 'targets') return target.items.flatMap(targetNames);
  return target.kind === 'name' ? [target.name] : [];
}
