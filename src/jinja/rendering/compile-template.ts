import type { BlockNode, Statement } from '../language/nodes.ts';
import { parseTemplate } from '../language/statement-parser.ts';
import { failSyntax } from '../language/syntax-error.ts';
import { undefinedBecause } from '../values/undefined.ts';
import { findBlocks, readNames } from './children.ts';
import { compileBody } from './compile-statement.ts';
import { type Block, Frame } from './frame.ts';
import { analyzeBody, newActivation, Scope, type Slot } from './scope.ts';
import { compileEntry, type Site, type TemplateParts } from './site.ts';
import { TemplateReference } from './template-reference.ts';

export interface CompiledTemplate {
  readonly main: Block;
  readonly blocks: ReadonlyMap<string, Block>;
  /** It names a method that changes its object. */
  readonly changesValues: boolean;
}

/** A template's text into closures. */
export function compileSource(source: string): CompiledTemplate {
  const statements = parseTemplate(source);
  const parts: TemplateParts = { blocks: collectBlocks(statements), changesValues: false };
  const main = compileUnit(statements, parts, true);
  const blocks = new Map([...parts.blocks].map(([name, block]) => [name, compileUnit(block.body, parts, false, name)]));
  return { main, blocks, changesValues: parts.changesValues };
}

function collectBlocks(statements: readonly Statement[]): Map<string, BlockNode> {
  const blocks = new Map<string, BlockNode>();
  for (const block of findBlocks(statements)) {
    if (blocks.has(block.name)) failSyntax(`block '${block.name}' defined twice`, block.line, 'TemplateAssertionError');
    blocks.set(block.name, block);
  }
  return blocks;
}

/** The template itself or one of its blocks: code with variables of its own and nothing around it. */
function compileUnit(
  statements: readonly Statement[],
  template: TemplateParts,
  isTopLevel: boolean,
  block?: string,
): Block {
  const activation = newActivation();
  const scope = new Scope(activation);
  const read = readNames(statements, block === undefined ? ['self'] : ['self', 'super']);
  const self = read.has('self') ? scope.declare('self') : undefined;
  const parent = read.has('super') ? scope.declare('super') : undefined;
  analyzeBody(scope, statements);
  const site: Site = { scope, isTopLevel, isSoft: false, autoescape: false, template };
  const body = compileBody(site, statements);
  const enter = compileEntry(site);
  return (context, render) => {
    const frame = new Frame(activation.size, render, context);
    setSlot(frame, self, new TemplateReference(context, render));
    setSlot(frame, parent, undefinedBecause(`there is no parent block called '${block}'.`));
    enter(frame);
    body(frame);
  };
}

function setSlot(frame: Frame, slot: Slot | undefined, value: Frame['slots'][number]): void {
  if (slot) frame.slots[slot.index] = value;
}
