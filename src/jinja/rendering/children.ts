import type { CallArguments, Expression, Parameter, SliceNode, Statement, Target } from '../language/nodes.ts';

/** The parts of nodes, in the order of Jinja2's fields. */

const present = <Node>(...nodes: readonly (Node | undefined)[]): Node[] =>
  nodes.filter((node): node is Node => node !== undefined);

function argumentParts(args: CallArguments): Expression[] {
  return [...args.positional, ...args.named.map(([, value]) => value), ...present(args.spread, args.spreadNamed)];
}

function keyParts(key: Expression | SliceNode): Expression[] {
  return key.kind === 'slice' ? present(key.start, key.stop, key.step) : [key];
}

export function partsOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'name':
    case 'constant':
      return [];
    case 'tuple':
    case 'list':
      return node.items;
    case 'dict':
      return node.items.flat();
    case 'condition':
      return present(node.test, node.yes, node.no);
    case 'binary':
    case 'and':
    case 'or':
      return [node.left, node.right];
    case 'not':
    case 'sign':
      return [node.operand];
    case 'compare':
      return [node.first, ...node.rest.map(([, operand]) => operand)];
    case 'concat':
      return node.parts;
    case 'attribute':
      return [node.target];
    case 'item':
      return [node.target, ...keyParts(node.key)];
    case 'call':
      return [node.callee, ...argumentParts(node.args)];
    case 'filter':
      return [...present(node.target), ...argumentParts(node.args)];
    case 'test':
      return [node.target, ...argumentParts(node.args)];
  }
}

/** True for what Jinja2 computes before it renders: no name, no call, no filter and no test anywhere inside. */
export function isConstant(node: Expression): boolean {
  if (node.kind === 'name' || node.kind === 'call' || node.kind === 'filter' || node.kind === 'test') return false;
  return partsOf(node).every(isConstant);
}

/** What walks a tree: every name that is read, every name that is assigned, in order. */
export interface NameVisitor {
  read(name: string): void;
  assign(name: string, line: number): void;
  /** Blocks are compiled apart; whoever looks for names may skip them. */
  readonly skipsBlocks: boolean;
}

function visitExpression(node: Expression, visitor: NameVisitor): void {
  if (node.kind === 'name') visitor.read(node.name);
  else for (const part of partsOf(node)) visitExpression(part, visitor);
}

export function visitTarget(target: Target, visitor: NameVisitor): void {
  if (target.kind === 'name') visitor.assign(target.name, target.line);
  if (target.kind === 'targets') for (const item of target.items) visitTarget(item, visitor);
}

function visitParameters(parameters: readonly Parameter[], visitor: NameVisitor): void {
  for (const parameter of parameters) visitor.assign(parameter.name, parameter.line);
  for (const { fallback } of parameters) if (fallback) visitExpression(fallback, visitor);
}

export function visitBody(body: readonly Statement[], visitor: NameVisitor): void {
  for (const statement of body) visitStatement(statement, visitor);
}

function visitStatement(node: Statement, visitor: NameVisitor): void {
  switch (node.kind) {
    case 'text':
      break;
    case 'print':
      visitExpression(node.value, visitor);
      break;
    case 'for':
      visitTarget(node.target, visitor);
      visitExpression(node.source, visitor);
      visitBody(node.body, visitor);
      visitBody(node.otherwise, visitor);
      if (node.test) visitExpression(node.test, visitor);
      break;
    case 'if':
      for (const branch of node.branches) {
        visitExpression(branch.test, visitor);
        visitBody(branch.body, visitor);
      }
      visitBody(node.otherwise, visitor);
      break;
    case 'macro':
      visitParameters(node.parameters, visitor);
      visitBody(node.body, visitor);
      break;
    case 'call-block':
      visitExpression(node.call, visitor);
      visitParameters(node.parameters, visitor);
      visitBody(node.body, visitor);
      break;
    case 'block':
      if (!visitor.skipsBlocks) visitBody(node.body, visitor);
      break;
    case 'set':
      visitTarget(node.target, visitor);
      visitExpression(node.value, visitor);
      break;
    case 'set-block':
      visitTarget(node.target, visitor);
      if (node.filter) visitExpression(node.filter, visitor);
      visitBody(node.body, visitor);
      break;
    case 'with':
      for (const target of node.targets) visitTarget(target, visitor);
      for (const value of node.values) visitExpression(value, visitor);
      visitBody(node.body, visitor);
      break;
    case 'filter-block':
      visitBody(node.body, visitor);
      visitExpression(node.filter, visitor);
      break;
    case 'autoescape':
      visitExpression(node.value, visitor);
      visitBody(node.body, visitor);
      break;
  }
}

/** Which of some names a body reads before it assigns them. */
export function readNames(body: readonly Statement[], names: readonly string[]): ReadonlySet<string> {
  const open = new Set(names);
  const found = new Set<string>();
  visitBody(body, {
    skipsBlocks: true,
    read: (name) => {
      if (open.has(name)) found.add(name);
    },
    assign: (name) => {
      open.delete(name);
    },
  });
  return found;
}

/** All blocks of a template, in the order in which they are met. */
export function findBlocks(body: readonly Statement[]): (Statement & { kind: 'block' })[] {
  return body.flatMap((node) => {
    if (node.kind === 'block') return [node, ...findBlocks(node.body)];
    if (node.kind === 'if') return [...node.branches.map((branch) => branch.body), node.otherwise].flatMap(findBlocks);
    if (node.kind === 'for') return [...findBlocks(node.body), ...findBlocks(node.otherwise)];
    return 'body' in node ? findBlocks(node.body) : [];
  });
}
