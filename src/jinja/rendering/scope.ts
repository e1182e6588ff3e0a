import type { Expression, ForNode, IfNode, Parameter, Statement, Target } from '../language/nodes.ts';
import { partsOf } from './children.ts';

/**
 * Which variable a name means at each place, found before anything runs, by the rules of Jinja2's `idtracking`:
 * a scope knows the names it reads and assigns, and says for each what it holds when the scope is entered.
 */

/** One call's variables: the template's own, a block's, a macro's. `size` grows while it is compiled. */
export interface Activation {
  readonly depth: number;
  size: number;
}

export function newActivation(outer?: Activation): Activation {
  return { depth: outer ? outer.depth + 1 : 0, size: 0 };
}

export interface Slot {
  readonly activation: Activation;
  readonly index: number;
}

/** What a variable holds when its scope is entered. */
export type Load =
  | { readonly from: 'parameter' | 'nothing' }
  | { readonly from: 'context'; readonly name: string }
  | { readonly from: 'outer'; readonly slot: Slot };

export class Scope {
  readonly activation: Activation;
  readonly parent: Scope | undefined;
  readonly #slots: Map<string, Slot>; // shared by the copies made for branches
  #refs = new Map<string, Slot>();
  #loads = new Map<Slot, Load>();
  #stores = new Set<string>();

  constructor(activation: Activation, parent?: Scope, slots = new Map<string, Slot>()) {
    this.activation = activation;
    this.parent = parent;
    this.#slots = slots;
  }

  get loads(): ReadonlyMap<Slot, Load> {
    return this.#loads;
  }

  find(name: string): Slot | undefined {
    return this.#refs.get(name) ?? this.parent?.find(name);
  }

  declare(name: string): Slot {
    this.#stores.add(name);
    return this.#define(name, { from: 'parameter' });
  }

  /** A slot without a name. */
  temporary(): Slot {
    return this.#newSlot();
  }

  store(name: string): void {
    this.#stores.add(name);
    if (this.#refs.has(name)) return;
    const outer = this.parent?.find(name);
    this.#define(name, outer ? { from: 'outer', slot: outer } : { from: 'nothing' });
  }

  load(name: string): void {
    if (!this.find(name)) this.#define(name, { from: 'context', name });
  }

  /** Everything assigned here and further out, for blocks that see the variables around them. */
  assigned(): Map<string, Slot> {
    const all = this.parent?.assigned() ?? new Map<string, Slot>();
    for (const name of this.#stores) {
      const slot = this.find(name);
      if (slot) all.set(name, slot);
    }
    return all;
  }

  /** Analyses the branches of an `if` apart; a name that only some of them assign keeps its outer meaning. */
  branch(branches: readonly ((scope: Scope) => void)[]): void {
    const copies = branches.map((analyze) => {
      const copy = this.#copy();
      analyze(copy);
      return copy;
    });
    const stored = new Set(copies.flatMap((copy) => [...copy.#stores]).filter((name) => !this.#stores.has(name)));
    for (const copy of copies) {
      for (const [name, slot] of copy.#refs) this.#refs.set(name, slot);
      for (const [slot, load] of copy.#loads) this.#loads.set(slot, load);
      for (const name of copy.#stores) this.#stores.add(name);
    }
    for (const name of stored) this.#reload(name);
  }

  #reload(name: string): void {
    const slot = this.find(name);
    if (!slot) return;
    const outer = this.parent?.find(name);
    this.#loads.set(slot, outer ? { from: 'outer', slot: outer } : { from: 'context', name });
  }

  #copy(): Scope {
    const copy = new Scope(this.activation, this.parent, this.#slots);
    copy.#refs = new Map(this.#refs);
    copy.#loads = new Map(this.#loads);
    copy.#stores = new Set(this.#stores);
    return copy;
  }

  #define(name: string, load: Load): Slot {
    const slot = this.#slots.get(name) ?? this.#newSlot();
    this.#slots.set(name, slot);
    this.#refs.set(name, slot);
    this.#loads.set(slot, load);
    return slot;
  }

  #newSlot(): Slot {
    const slot = { activation: this.activation, index: this.activation.size };
    this.activation.size += 1;
    return slot;
  }
}

export function analyzeExpression(scope: Scope, node: Expression): void {
  if (node.kind === 'name') scope.load(node.name);
  else for (const part of partsOf(node)) analyzeExpression(scope, part);
}

function analyzeTarget(scope: Scope, target: Target): void {
  if (target.kind === 'name') scope.store(target.name);
  else if (target.kind === 'namespace') scope.load(target.name);
  else for (const item of target.items) analyzeTarget(scope, item);
}

export function declareTarget(scope: Scope, target: Target): void {
  if (target.kind === 'name') scope.declare(target.name);
  else if (target.kind === 'targets') for (const item of target.items) declareTarget(scope, item);
}

export function analyzeBody(scope: Scope, body: readonly Statement[]): void {
  for (const statement of body) analyzeStatement(scope, statement);
}

/** What a statement means for the scope around it; its own inner scope is analysed when it is compiled. */
function analyzeStatement(scope: Scope, node: Statement): void {
  if (node.kind === 'print') analyzeExpression(scope, node.value);
  else if (node.kind === 'if') analyzeIf(scope, node);
  else if (node.kind === 'for') analyzeExpression(scope, node.source);
  else if (node.kind === 'macro') scope.store(node.name);
  else if (node.kind === 'call-block') analyzeExpression(scope, node.call);
  else if (node.kind === 'filter-block') analyzeExpression(scope, node.filter);
  else if (node.kind === 'set-block') analyzeTarget(scope, node.target);
  else if (node.kind === 'with') for (const value of node.values) analyzeExpression(scope, value);
  else if (node.kind === 'set') {
    analyzeExpression(scope, node.value);
    analyzeTarget(scope, node.target);
  }
}

function analyzeIf(scope: Scope, node: IfNode): void {
  const [first, ...others] = node.branches;
  if (!first) return;
  analyzeExpression(scope, first.test);
  scope.branch([
    (branch) => analyzeBody(branch, first.body),
    (branch) => {
      for (const other of others) {
        const rest: IfNode = { ...node, branches: [other], otherwise: [] };
        analyzeIf(branch, rest);
      }
    },
    (branch) => analyzeBody(branch, node.otherwise),
  ]);
}

export function analyzeLoop(scope: Scope, node: ForNode): void {
  declareTarget(scope, node.target);
  analyzeBody(scope, node.body);
}

export function analyzeMacro(scope: Scope, parameters: readonly Parameter[], body: readonly Statement[]): void {
  for (const parameter of parameters) scope.declare(parameter.name);
  for (const { fallback } of parameters) if (fallback) analyzeExpression(scope, fallback);
  analyzeBody(scope, body);
}

export function analyzeWith(scope: Scope, targets: readonly Target[], body: readonly Statement[]): void {
  for (const target of targets) declareTarget(scope, target);
  analyzeBody(scope, body);
}
