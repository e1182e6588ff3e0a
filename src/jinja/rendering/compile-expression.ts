import { attributeReader, callAttribute } from '../access/attribute.ts';
import { itemOf } from '../access/item.ts';
import { contains, operatorFunction, signed } from '../access/operators.ts';
import { sliceOf } from '../access/subscript.ts';
import type { CompareOperator, Expression, SliceNode } from '../language/nodes.ts';
import { claimText } from '../meter.ts';
import { escapeValue } from '../methods/markup.ts';
import { callValue } from '../values/call.ts';
import { compare, equals } from '../values/compare.ts';
import { Dict } from '../values/dict.ts';
import { Markup } from '../values/markup.ts';
import type { Value } from '../values/object.ts';
import { str } from '../values/print.ts';
import { Tuple } from '../values/tuple.ts';
import { truthy } from '../values/types.ts';
import { undefinedBecause } from '../values/undefined.ts';
import { compileArguments, type Extras } from './compile-arguments.ts';
import { compileFilter, compileTest } from './compile-filter.ts';
import { type Evaluate, nameReader, type Site, softSite } from './site.ts';

/** Expressions into closures. What a closure needs is decided here, once; running it only computes. */

/** Methods that change the object they are called on. */
const CHANGING = new Set('append extend insert remove pop clear sort reverse popitem setdefault update'.split(' '));

export function compileExpression(site: Site, node: Expression): Evaluate {
  switch (node.kind) {
    case 'constant': {
      const { value } = node;
      return () => value;
    }
    case 'name':
      return nameReader(site, node.name);
    case 'tuple': {
      const items = compileAll(site, node.items);
      return (frame) => new Tuple(items.map((item) => item(frame)));
    }
    case 'list': {
      const items = compileAll(site, node.items);
      return (frame) => items.map((item) => item(frame));
    }
    case 'dict':
      return compileDict(site, node.items);
    case 'condition':
      return compileCondition(site, node);
    case 'binary': {
      const operate = operatorFunction(node.operator);
      const [left, right] = [compileExpression(site, node.left), compileExpression(site, node.right)];
      return (frame) => operate(left(frame), right(frame));
    }
    case 'and':
    case 'or':
      return compileLogic(site, node);
    case 'not': {
      const operand = compileExpression(site, node.operand);
      return (frame) => !truthy(operand(frame));
    }
    case 'sign': {
      const operand = compileExpression(site, node.operand);
      return (frame) => signed(node.sign, operand(frame));
    }
    case 'compare':
      return compileComparison(site, node.first, node.rest);
    case 'concat':
      return compileConcat(site, node.parts);
    case 'attribute':
      return compileAttribute(site, node.target, node.name);
    case 'item':
      return compileItem(site, node.target, node.key);
    case 'call':
      return compileCall(site, node);
    case 'filter':
      return compileFilter(site, node, compileExpression);
    case 'test':
      return compileTest(site, node, compileExpression);
  }
}

function compileAll(site: Site, nodes: readonly Expression[]): Evaluate[] {
  return nodes.map((node) => compileExpression(site, node));
}

function compileDict(site: Site, items: readonly (readonly [Expression, Expression])[]): Evaluate {
  const entries = items.map(([key, value]) => [compileExpression(site, key), compileExpression(site, value)] as const);
  return (frame) => {
    const dict = new Dict();
    for (const [key, value] of entries) dict.set(key(frame), value(frame));
    return dict;
  };
}

function compileCondition(site: Site, node: Expression & { kind: 'condition' }): Evaluate {
  const soft = softSite(site);
  const test = compileExpression(soft, node.test);
  const yes = compileExpression(soft, node.yes);
  const { line } = node;
  const no: Evaluate = node.no
    ? compileExpression(soft, node.no)
    : () =>
        undefinedBecause(
          `the inline if-expression on line ${line} evaluated to false and no else section was defined.`,
        );
  return (frame) => (truthy(test(frame)) ? yes(frame) : no(frame));
}

function compileLogic(site: Site, node: Expression & { kind: 'and' | 'or' }): Evaluate {
  const left = compileExpression(site, node.left);
  const right = compileExpression(site, node.right);
  const stopsAt = node.kind === 'or';
  return (frame) => {
    const value = left(frame);
    return truthy(value) === stopsAt ? value : right(frame);
  };
}

type Comparison = (left: Value, right: Value) => boolean;

const COMPARISONS: Readonly<Record<CompareOperator, Comparison>> = {
  '==': equals,
  '!=': (left, right) => !equals(left, right),
  '<': (left, right) => compare('<', left, right),
  '<=': (left, right) => compare('<=', left, right),
  '>': (left, right) => compare('>', left, right),
  '>=': (left, right) => compare('>=', left, right),
  in: (left, right) => contains(right, left),
  'not in': (left, right) => !contains(right, left),
};

function compileComparison(
  site: Site,
  firstNode: Expression,
  rest: readonly (readonly [CompareOperator, Expression])[],
): Evaluate {
  const first = compileExpression(site, firstNode);
  const links = rest.map(([operator, node]) => ({
    holds: COMPARISONS[operator],
    operand: compileExpression(site, node),
  }));
  const [only] = links;
  if (only && links.length === 1) return (frame) => only.holds(first(frame), only.operand(frame));
  return (frame) => {
    let left = first(frame);
    for (const { holds, operand } of links) {
      const right = operand(frame);
      if (!holds(left, right)) return false;
      left = right;
    }
    return true;
  };
}

function compileConcat(site: Site, nodes: readonly Expression[]): Evaluate {
  const parts = compileAll(site, nodes);
  const escapes = site.autoescape === true;
  return (frame) => {
    const values = parts.map((part) => part(frame));
    const isMarkup = escapes && values.some((value) => value instanceof Markup);
    let text = '';
    for (const value of values) text += isMarkup ? escapeValue(value) : str(value);
    claimText(text.length);
    return isMarkup ? new Markup(text) : text;
  };
}

function compileAttribute(site: Site, targetNode: Expression, name: string): Evaluate {
  const target = compileExpression(site, targetNode);
  const read = attributeReader(name);
  return (frame) => read(target(frame));
}

function compileItem(site: Site, targetNode: Expression, key: Expression | SliceNode): Evaluate {
  const target = compileExpression(site, targetNode);
  if (key.kind === 'slice') return compileSlice(site, target, key);
  const index = compileExpression(site, key);
  return (frame) => itemOf(target(frame), index(frame));
}

const NONE: Evaluate = () => null;

function compileSlice(site: Site, target: Evaluate, key: SliceNode): Evaluate {
  const part = (node: Expression | undefined) => (node ? compileExpression(site, node) : NONE);
  const [start, stop, step] = [part(key.start), part(key.stop), part(key.step)];
  return (frame) => sliceOf(target(frame), { start: start(frame), stop: stop(frame), step: step(frame) });
}

/** A call; `extras` are arguments by name that the template did not write. */
export function compileCall(site: Site, node: Expression & { kind: 'call' }, extras?: Extras): Evaluate {
  const args = compileArguments(site, node.args, compileExpression, extras);
  const { callee } = node;
  if (callee.kind !== 'attribute') {
    const target = compileExpression(site, callee);
    return (frame) => callValue(target(frame), args(frame));
  }
  const target = compileExpression(site, callee.target);
  const { name } = callee;
  if (CHANGING.has(name)) site.template.changesValues = true;
  return (frame) => callAttribute(target(frame), name, () => args(frame));
}
