import { ExpressionParser } from './expression-parser.ts';
import { tokenize } from './lexer.ts';
import type { CallBlockNode, Expression, IfNode, Parameter, Statement, Target } from './nodes.ts';
import { failSyntax } from './syntax-error.ts';
import { TokenStream } from './token-stream.ts';

/** A template's text into its statements. */
export function parseTemplate(source: string): readonly Statement[] {
  return new StatementParser(new TokenStream(tokenize(source))).template();
}

const NEEDS_LOADER = ['extends', 'include', 'import', 'from'];
const MAX_BLOCKS = 100; // statements inside one another

class StatementParser extends ExpressionParser {
  /** Names that would end each open statement, for the error about an unknown tag. */
  readonly #ends: (readonly string[])[] = [];
  readonly #tags: string[] = [];

  template(): readonly Statement[] {
    const statements = this.#statements();
    if (!this.stream.is('eof')) failSyntax('unexpected end of statement', this.stream.current.line);
    return statements;
  }

  #statements(ends?: readonly string[]): Statement[] {
    const statements: Statement[] = [];
    if (ends) this.#ends.push(ends);
    if (this.#ends.length > MAX_BLOCKS) failSyntax('statements are nested too deeply', this.stream.current.line);
    while (!this.stream.is('eof')) {
      const { current } = this.stream;
      this.stream.next();
      if (current.type === 'data') statements.push({ kind: 'text', text: current.value, line: current.line });
      else if (current.type === 'variable_begin') statements.push(...this.#print());
      else if (ends && this.stream.isOneOf(ends)) break;
      else statements.push(...this.#blockStatement());
    }
    if (ends) this.#ends.pop();
    return statements;
  }

  #print(): Statement[] {
    const { line } = this.stream.current;
    const value = this.tuple();
    this.stream.expect('variable_end');
    return [{ kind: 'print', value, line }];
  }

  #blockStatement(): Statement[] {
    const statements = this.#statement();
    this.stream.expect('block_end');
    return statements;
  }

  #statement(): Statement[] {
    const token = this.stream.current;
    if (token.type !== 'name') return failSyntax('tag name expected', token.line);
    this.#tags.push(token.value);
    this.stream.next();
    const statements = this.#byTag(token.value, token.line);
    this.#tags.pop();
    return statements;
  }

  #byTag(tag: string, line: number): Statement[] {
    if (NEEDS_LOADER.includes(tag)) return this.#refuseLoader(tag, line);
    if (tag === 'print') return this.#printTag(line);
    const statement = this.#singleStatement(tag, line);
    return statement ? [statement] : this.#unknownTag(tag, line);
  }

  #singleStatement(tag: string, line: number): Statement | undefined {
    if (tag === 'for') return this.#for(line);
    if (tag === 'if') return this.#if(line);
    if (tag === 'set') return this.#set(line);
    if (tag === 'macro') return this.#macro(line);
    if (tag === 'call') return this.#callBlock(line);
    if (tag === 'filter') return this.#filterBlock(line);
    if (tag === 'with') return this.#with(line);
    if (tag === 'block') return this.#block(line);
    return tag === 'autoescape' ? this.#autoescape(line) : undefined;
  }

  #refuseLoader(tag: string, line: number): never {
    return failSyntax(`'${tag}' needs other templates, and there are none here`, line, 'TypeError');
  }

  #unknownTag(tag: string, line: number): never {
    const ends = this.#ends.flat();
    const open = this.#tags.at(-2);
    const looked =
      ends.length === 0
        ? ''
        : ` Jinja was looking for the following tags: ${ends.map((end) => `'${end}'`).join(' or ')}.`;
    const inside = open === undefined ? '' : ` The innermost block that needs to be closed is '${open}'.`;
    return failSyntax(`Encountered unknown tag '${tag}'.${looked}${inside}`, line);
  }

  /** The body of a statement up to one of its end names, which stays current unless it is dropped. */
  #body(ends: readonly string[], dropsEnd = false): Statement[] {
    this.stream.skip(':');
    this.stream.expect('block_end');
    const body = this.#statements(ends);
    if (this.stream.is('eof')) {
      const wanted = ends.map((end) => `'${end}'`).join(' or ');
      failSyntax(
        `Unexpected end of template. Jinja was looking for the following tags: ${wanted}.`,
        this.stream.current.line,
      );
    }
    if (dropsEnd) this.stream.next();
    return body;
  }

  #printTag(line: number): Statement[] {
    const statements: Statement[] = [];
    while (!this.stream.is('block_end')) {
      if (statements.length > 0) this.stream.expect(',');
      statements.push({ kind: 'print', value: this.expression(), line });
    }
    return statements;
  }

  #for(line: number): Statement {
    const target = this.target({ endNames: ['in'] });
    this.stream.expect('name', 'in');
    const source = this.tuple({ allowsCondition: false, endNames: ['recursive'] });
    const test = this.stream.skipName('if') ? this.expression() : undefined;
    const isRecursive = this.stream.skipName('recursive');
    const body = this.#body(['endfor', 'else']);
    const otherwise = this.stream.next().value === 'endfor' ? [] : this.#body(['endfor'], true);
    return { kind: 'for', target, source, test, body, otherwise, isRecursive, line };
  }

  #if(line: number): IfNode {
    const branches: { test: Expression; body: Statement[] }[] = [];
    for (;;) {
      const test = this.tuple({ allowsCondition: false });
      branches.push({ test, body: this.#body(['elif', 'else', 'endif']) });
      const end = this.stream.next().value;
      if (end === 'elif') continue;
      return { kind: 'if', branches, otherwise: end === 'else' ? this.#body(['endif'], true) : [], line };
    }
  }

  #set(line: number): Statement {
    const target = this.target({ allowsNamespace: true });
    if (this.stream.skip('=')) return { kind: 'set', target, value: this.tuple(), line };
    const filter = this.stream.is('|') ? this.filterChain(undefined) : undefined;
    return { kind: 'set-block', target, filter, body: this.#body(['endset'], true), line };
  }

  #macro(line: number): Statement {
    const { value: name } = this.stream.expect('name');
    this.#refuseConstant(name, line);
    const parameters = this.#signature();
    return { kind: 'macro', name, parameters, body: this.#body(['endmacro'], true), line };
  }

  #refuseConstant(name: string, line: number): void {
    if (/^(?:[tT]rue|[fF]alse|[nN]one)$/.test(name)) failSyntax(`can't assign to '${name}'`, line);
  }

  #signature(): Parameter[] {
    const parameters: Parameter[] = [];
    this.stream.expect('(');
    while (!this.stream.is(')')) {
      if (parameters.length > 0) this.stream.expect(',');
      const { value: name, line } = this.stream.expect('name');
      this.#refuseConstant(name, line);
      if (parameters.some((known) => known.name === name)) {
        failSyntax(`duplicate argument '${name}' in function definition`, line, 'SyntaxError');
      }
      const fallback = this.stream.skip('=') ? this.expression() : undefined;
      if (!fallback && parameters.at(-1)?.fallback) failSyntax('non-default argument follows default argument', line);
      parameters.push({ name, fallback, line });
    }
    this.stream.next();
    return parameters;
  }

  #callBlock(line: number): CallBlockNode {
    const parameters = this.stream.is('(') ? this.#signature() : [];
    const call = this.expression();
    if (call.kind !== 'call') return failSyntax('expected call', line);
    return { kind: 'call-block', call, parameters, body: this.#body(['endcall'], true), line };
  }

  #filterBlock(line: number): Statement {
    const filter = this.filterChain(undefined, true);
    return { kind: 'filter-block', filter, body: this.#body(['endfilter'], true), line };
  }

  #with(line: number): Statement {
    const targets: Target[] = [];
    const values: Expression[] = [];
    while (!this.stream.is('block_end')) {
      if (targets.length > 0) this.stream.expect(',');
      targets.push(this.target({}));
      this.stream.expect('=');
      values.push(this.expression());
    }
    return { kind: 'with', targets, values, body: this.#body(['endwith'], true), line };
  }

  #block(line: number): Statement {
    const { value: name } = this.stream.expect('name');
    const isScoped = this.stream.skipName('scoped');
    const isRequired = this.stream.skipName('required');
    if (this.stream.is('-')) {
      failSyntax(
        'Block names in Jinja have to be valid Python identifiers and may not contain hyphens, use an underscore instead.',
        line,
      );
    }
    const body = this.#body(['endblock'], true);
    const isBlank = body.every((node) => node.kind === 'text' && node.text.trim() === '');
    if (isRequired && !isBlank) failSyntax('Required blocks can only contain comments or whitespace', line);
    this.stream.skipName(name);
    return { kind: 'block', name, isScoped, isRequired, body, line };
  }

  #autoescape(line: number): Statement {
    const value = this.expression();
    return { kind: 'autoescape', value, body: this.#body(['endautoescape'], true), line };
  }
}
