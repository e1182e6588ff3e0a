import type { Operator } from '../access/operators.ts';
import type { Value } from '../values/object.ts';

/** The tree of a template. Every node knows its line. */

interface At {
  readonly line: number;
}

export interface Name extends At {
  readonly kind: 'name';
  readonly name: string;
}

export interface CallArguments {
  readonly positional: readonly Expression[];
  readonly named: readonly (readonly [string, Expression])[];
  readonly spread: Expression | undefined; // *args
  readonly spreadNamed: Expression | undefined; // **kwargs
}

export type CompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in';

export interface SliceNode extends At {
  readonly kind: 'slice';
  readonly start: Expression | undefined;
  readonly stop: Expression | undefined;
  readonly step: Expression | undefined;
}

export interface FilterNode extends At {
  readonly kind: 'filter';
  /** Absent where a block is what is filtered. */
  readonly target: Expression | undefined;
  readonly name: string;
  readonly args: CallArguments;
}

export interface CallNode extends At {
  readonly kind: 'call';
  readonly callee: Expression;
  readonly args: CallArguments;
}

export type Expression =
  | Name
  | FilterNode
  | CallNode
  | (At & { readonly kind: 'constant'; readonly value: Value })
  | (At & { readonly kind: 'tuple' | 'list'; readonly items: readonly Expression[] })
  | (At & { readonly kind: 'dict'; readonly items: readonly (readonly [Expression, Expression])[] })
  | (At & {
      readonly kind: 'condition';
      readonly test: Expression;
      readonly yes: Expression;
      readonly no: Expression | undefined;
    })
  | (At & {
      readonly kind: 'binary';
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (At & { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression })
  | (At & { readonly kind: 'not'; readonly operand: Expression })
  | (At & { readonly kind: 'sign'; readonly sign: '+' | '-'; readonly operand: Expression })
  | (At & {
      readonly kind: 'compare';
      readonly first: Expression;
      readonly rest: readonly (readonly [CompareOperator, Expression])[];
    })
  | (At & { readonly kind: 'concat'; readonly parts: readonly Expression[] })
  | (At & { readonly kind: 'attribute'; readonly target: Expression; readonly name: string })
  | (At & { readonly kind: 'item'; readonly target: Expression; readonly key: Expression | SliceNode })
  | (At & { readonly kind: 'test'; readonly target: Expression; readonly name: string; readonly args: CallArguments });

/** What can stand left of `=`. */
export type Target =
  | Name
  | (At & { readonly kind: 'namespace'; readonly name: string; readonly attribute: string })
  | (At & { readonly kind: 'targets'; readonly items: readonly Target[] });

export interface Parameter extends At {
  readonly name: string;
  readonly fallback: Expression | undefined;
}

export interface ForNode extends At {
  readonly kind: 'for';
  readonly target: Target;
  readonly source: Expression;
  readonly test: Expression | undefined;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
  readonly isRecursive: boolean;
}

export interface IfNode extends At {
  readonly kind: 'if';
  readonly branches: readonly { readonly test: Expression; readonly body: readonly Statement[] }[];
  readonly otherwise: readonly Statement[];
}

export interface MacroNode extends At {
  readonly kind: 'macro';
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
}

export interface CallBlockNode extends At {
  readonly kind: 'call-block';
  readonly call: CallNode;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
}

export interface BlockNode extends At {
  readonly kind: 'block';
  readonly name: string;
  readonly isScoped: boolean;
  readonly isRequired: boolean;
  readonly body: readonly Statement[];
}

export type Statement =
  | ForNode
  | IfNode
  | MacroNode
  | CallBlockNode
  | BlockNode
  | (At & { readonly kind: 'text'; readonly text: string })
  | (At & { readonly kind: 'print'; readonly value: Expression })
  | (At & { readonly kind: 'set'; readonly target: Target; readonly value: Expression })
  | (At & {
      readonly kind: 'set-block';
      readonly target: Target;
      readonly filter: FilterNode | undefined;
      readonly body: readonly Statement[];
    })
  | (At & {
      readonly kind: 'with';
      readonly targets: readonly Target[];
      readonly values: readonly Expression[];
      readonly body: readonly Statement[];
    })
  | (At & { readonly kind: 'filter-block'; readonly filter: FilterNode; readonly body: readonly Statement[] })
  | (At & { readonly kind: 'autoescape'; readonly value: Expression; readonly body: readonly Statement[] });
