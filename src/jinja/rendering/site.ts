import type { BlockNode } from '../language/nodes.ts';
import type { Value } from '../values/object.ts';
import { undefinedName } from '../values/undefined.ts';
import type { Frame } from './frame.ts';
import { type Activation, Scope, type Slot } from './scope.ts';

export type Evaluate = (frame: Frame) => Value;
export type Execute = (frame: Frame) => void;

/** Where in the template something is compiled. */
export interface Site {
  readonly scope: Scope;
  /** Assignments here are seen by the blocks. */
  readonly isTopLevel: boolean;
  /** Inside an `if`, where an unknown filter fails only when it is reached. */
  readonly isSoft: boolean;
  /** `volatile`: only known when it runs. */
  readonly autoescape: boolean | 'volatile';
  readonly template: TemplateParts;
}

/** What is found out about the whole template while it is compiled. */
export interface TemplateParts {
  readonly blocks: Map<string, BlockNode>;
  /** A method that changes its object is named somewhere. */
  changesValues: boolean;
}

/** A scope of its own within a site; with an activation of its own when it runs as a call. */
export function innerSite(site: Site, activation: Activation = site.scope.activation): Site {
  return { ...site, scope: new Scope(activation, site.scope), isTopLevel: false, isSoft: false };
}

export function softSite(site: Site): Site {
  return { ...site, isSoft: true };
}

/** How many calls further out a variable lives. */
function distance(site: Site, slot: Slot): number {
  return site.scope.activation.depth - slot.activation.depth;
}

function outward(frame: Frame, hops: number): Frame {
  let found = frame;
  for (let i = 0; i < hops && found.parent; i += 1) found = found.parent;
  return found;
}

/** Reads a variable; undefined when nothing was assigned. */
export function slotReader(site: Site, slot: Slot): (frame: Frame) => Value | undefined {
  const hops = distance(site, slot);
  const { index } = slot;
  if (hops === 0) return (frame) => frame.slots[index];
  return (frame) => outward(frame, hops).slots[index];
}

/** Variables are only ever assigned in the call that owns them. */
export function slotWriter(slot: Slot): (frame: Frame, value: Value | undefined) => void {
  const { index } = slot;
  return (frame, value) => {
    frame.slots[index] = value;
  };
}

export function nameReader(site: Site, name: string): Evaluate {
  const slot = site.scope.find(name);
  const read = slot ? slotReader(site, slot) : (frame: Frame) => frame.context.resolve(name);
  return (frame) => {
    const value = read(frame);
    return value === undefined ? undefinedName(name) : value;
  };
}

/** Gives every variable of a scope what it holds on entry. */
export function compileEntry(site: Site): Execute {
  const steps = [...site.scope.loads].flatMap(([slot, load]): Execute[] => {
    const write = slotWriter(slot);
    if (load.from === 'context') return [(frame) => write(frame, frame.context.resolve(load.name))];
    if (load.from === 'outer') {
      const read = slotReader(site, load.slot);
      return [(frame) => write(frame, read(frame))];
    }
    return load.from === 'nothing' ? [(frame) => write(frame, undefined)] : [];
  });
  return inOrder(steps);
}

export function inOrder(steps: readonly Execute[]): Execute {
  const [first, second, ...rest] = steps;
  if (!first) return () => {};
  if (!second) return first;
  if (rest.length > 0) {
    return (frame) => {
      for (const step of steps) step(frame);
    };
  }
  return (frame) => {
    first(frame);
    second(frame);
  };
}
