/** Conditions on variables: what if-else nodes and the break conditions of loops are made of. */
export { Condition, LogicalOperator } from './config.ts';
export { type Evaluation, evaluateConditions } from './evaluate.ts';
