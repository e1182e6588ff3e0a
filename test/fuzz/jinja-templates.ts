import type { Random } from './random.ts';

/** Writes random templates: mostly meaningful, now and then wrong, over the variables that the fuzz run makes. */

type Make = () => string;

const SPECS = [
  '',
  '>8',
  '<6',
  '^7',
  '05d',
  ',',
  '.2f',
  '+.1e',
  'x',
  '#x',
  'b',
  '%',
  '_',
  '*^9',
  '08.3f',
  'g',
  '.3',
  's',
  '=+6',
  'c',
  '010,.1f',
  '#o',
  'n',
  '-',
  '+',
  ' ',
  '.0f',
  '.10g',
  'E',
  '06',
  '<06',
  'z.1f',
  '012_x',
];
const PERCENTS = [
  '%s',
  '%d',
  '%.2f',
  '%5s|',
  '%-5s|',
  '%05d',
  '%x',
  '%r',
  '%+d',
  '%e',
  '%g',
  '%%',
  '%c',
  '%.3s',
  '%i',
  '%o',
  '%#x',
  '% d',
  '%5.1f',
  '%a',
  '%G',
  '%08.3f',
  '%-8d|',
  '%*d',
  '%.*f',
];
const TEXT_METHODS: readonly (readonly [string, number])[] = [
  ['upper', 0],
  ['lower', 0],
  ['title', 0],
  ['capitalize', 0],
  ['swapcase', 0],
  ['casefold', 0],
  ['strip', 1],
  ['lstrip', 1],
  ['rstrip', 1],
  ['split', 2],
  ['rsplit', 2],
  ['splitlines', 1],
  ['replace', 3],
  ['find', 3],
  ['rfind', 1],
  ['index', 1],
  ['count', 1],
  ['startswith', 1],
  ['endswith', 2],
  ['join', 1],
  ['zfill', 1],
  ['center', 2],
  ['ljust', 2],
  ['rjust', 2],
  ['partition', 1],
  ['rpartition', 1],
  ['removeprefix', 1],
  ['removesuffix', 1],
  ['expandtabs', 1],
  ['isdigit', 0],
  ['isalpha', 0],
  ['isalnum', 0],
  ['isspace', 0],
  ['islower', 0],
  ['isupper', 0],
  ['istitle', 0],
  ['isidentifier', 0],
  ['isprintable', 0],
  ['isascii', 0],
  ['isnumeric', 0],
  ['isdecimal', 0],
  ['encode', 0],
  ['format', 2],
];
const LIST_METHODS: readonly (readonly [string, number])[] = [
  ['append', 1],
  ['extend', 1],
  ['insert', 2],
  ['pop', 1],
  ['remove', 1],
  ['index', 1],
  ['count', 1],
  ['copy', 0],
  ['reverse', 0],
  ['sort', 0],
  ['clear', 0],
];
const DICT_METHODS: readonly (readonly [string, number])[] = [
  ['get', 2],
  ['keys', 0],
  ['values', 0],
  ['items', 0],
  ['pop', 2],
  ['setdefault', 2],
  ['update', 1],
  ['copy', 0],
  ['popitem', 0],
  ['clear', 0],
];
const TESTS = [
  'defined',
  'undefined',
  'none',
  'string',
  'number',
  'integer',
  'float',
  'boolean',
  'mapping',
  'sequence',
  'iterable',
  'callable',
  'odd',
  'even',
  'lower',
  'upper',
  'true',
  'false',
  'escaped',
  'filter',
  'test',
];
const TESTS_OF_ONE = ['divisibleby', 'eq', 'ne', 'lt', 'gt', 'le', 'ge', 'in', 'equalto', 'greaterthan', 'lessthan'];
const PLAIN_FILTERS = [
  'upper',
  'lower',
  'title',
  'capitalize',
  'trim',
  'length',
  'count',
  'first',
  'last',
  'list',
  'string',
  'int',
  'float',
  'abs',
  'round',
  'sum',
  'min',
  'max',
  'sort',
  'unique|list',
  'reverse|list',
  'join',
  'escape',
  'e',
  'safe',
  'forceescape',
  'tojson',
  'urlencode',
  'wordcount',
  'striptags',
  'filesizeformat',
  'dictsort',
  'items|list',
  'pprint',
  'urlize',
  'wordwrap',
  'truncate',
  'indent',
  'center',
  'default',
  'xmlattr',
  'reverse',
  'format',
  'title',
];

export class TemplateGenerator {
  readonly #random: Random;
  /** Some templates are all statements, deep in one another, on a handful of names: they try the scopes. */
  readonly #isAboutScopes: boolean;
  #depth = 0;
  #names = ['s', 't', 'n', 'f', 'b', 'z', 'l', 'ls', 'm', 'nested', 'd', 'people', 'missing'];

  constructor(random: Random) {
    this.#random = random;
    this.#isAboutScopes = random.chance(0.3);
  }

  pieces(): string[] {
    return Array.from({ length: 1 + this.#random.below(3) }, () => this.#statement());
  }

  #choose(makes: readonly Make[]): string {
    return this.#random.pick(makes)();
  }

  #statement(): string {
    if (this.#depth > (this.#isAboutScopes ? 4 : 2)) return this.#print();
    this.#depth += 1;
    const text = this.#random.chance(this.#isAboutScopes ? 0.3 : 0.6)
      ? this.#print()
      : this.#choose([
          () =>
            this.#random.pick([
              'text ',
              '\n',
              '  \n x',
              '{# note #}',
              '{#- note -#}',
              '{% raw %}{{ x }}{% endraw %}',
              ' { } %} ',
            ]),
          () => this.#if(),
          () => this.#for(),
          () => this.#for(),
          () => this.#set(),
          () => this.#set(),
          () => this.#macro(),
          () => this.#with(),
          () => this.#filterBlock(),
          () => this.#namespace(),
          () => this.#autoescape(),
          () => this.#block(),
          () => this.#callBlock(),
          () => this.#recursive(),
        ]);
    this.#depth -= 1;
    return text;
  }

  #open(code: string): string {
    const left = this.#random.pick(['{%', '{%', '{%', '{%-', '{%+']);
    const right = this.#random.pick(['%}', '%}', '%}', '-%}', '+%}']);
    return `${left} ${code} ${right}`;
  }

  #body(): string {
    return Array.from({ length: 1 + this.#random.below(2) }, () => this.#statement()).join(
      this.#random.pick(['', ' ', '\n']),
    );
  }

  #print(): string {
    const right = this.#random.pick(['}}', '}}', '}}', '-}}']);
    return `${this.#random.pick(['{{', '{{', '{{-'])} ${this.#expression(3)} ${right}`;
  }

  #if(): string {
    const middle = this.#random.chance(0.4) ? this.#open(`elif ${this.#expression(1)}`) + this.#body() : '';
    const otherwise = this.#random.chance(0.5) ? this.#open('else') + this.#body() : '';
    return `${this.#open(`if ${this.#expression(2)}`)}${this.#body()}${middle}${otherwise}${this.#open('endif')}`;
  }

  #for(): string {
    const [target, source] = this.#random.pick<readonly [string, Make]>([
      ['i', () => this.#sequence()],
      ['i', () => this.#expression(1)],
      ['k, v', () => 'd.items()'],
      ['k, v', () => 'd|dictsort'],
      ['p', () => 'people'],
      ['g, rows', () => "people|groupby('age')"],
      ['a, b', () => 'nested'],
    ]);
    const before = this.#names;
    this.#names = [
      ...before,
      ...target.split(', '),
      'loop.index',
      'loop.first',
      'loop.last',
      'loop.length',
      'loop.revindex',
      'loop.previtem',
      'loop.nextitem',
      "loop.cycle('a', 'b')",
      'loop.changed(s)',
      'loop.depth',
    ];
    const test = this.#random.chance(0.25) ? ` if ${this.#expression(1)}` : '';
    const body = this.#body();
    this.#names = before;
    const otherwise = this.#random.chance(0.3) ? this.#open('else') + this.#body() : '';
    return `${this.#open(`for ${target} in ${source()}${test}`)}${body}${otherwise}${this.#open('endfor')}`;
  }

  #recursive(): string {
    return `{% for x in ${this.#random.pick(['nested', 'm', 'l'])} recursive %}[{{ loop.depth }}{% if x is iterable and x is not string %}{{ loop(x) }}{% else %}{{ ${this.#expression(1)} }}{{ x }}{% endif %}]{% else %}none{% endfor %}`;
  }

  #set(): string {
    const name = this.#random.pick(['v1', 'v2', 's', 'n']);
    if (this.#random.chance(0.25)) {
      const filter = this.#random.chance(0.4) ? ` | ${this.#random.pick(['upper', 'trim', 'length', 'escape'])}` : '';
      const text = this.#open(`set ${name}${filter}`) + this.#body() + this.#open('endset');
      this.#names = [...this.#names, name];
      return text;
    }
    const isPair = this.#random.chance(0.15);
    const code = isPair
      ? `set v1, v2 = ${this.#expression(1)}, ${this.#expression(1)}`
      : `set ${name} = ${this.#expression(2)}`;
    this.#names = [...this.#names, ...(isPair ? ['v1', 'v2'] : [name])];
    return this.#open(code);
  }

  #macro(): string {
    const before = this.#names;
    const name = this.#random.pick(['m1', 'm2']);
    this.#names = [...before, 'a', 'c', ...(this.#random.chance(0.2) ? ['varargs', 'kwargs', 'caller'] : [])];
    const head = this.#open(`macro ${name}(a, c=${this.#expression(1)})`);
    const text = `${head}${this.#body()}${this.#open('endmacro')}`;
    this.#names = before;
    return `${text}{{ ${name}(${this.#arguments()}) }}`;
  }

  #arguments(): string {
    return this.#random.pick<Make>([
      () => '',
      () => this.#expression(1),
      () => `${this.#expression(1)}, c=${this.#expression(1)}`,
      () => `${this.#expression(1)}, ${this.#expression(1)}`,
      () => `*${this.#sequence()}`,
      () => '**d',
      () => `1, 2, ${this.#expression(1)}`,
      () => 'a=1, q=2',
    ])();
  }

  #callBlock(): string {
    const parameter = this.#random.chance(0.5) ? '(q)' : '';
    const given = parameter === '' ? '' : this.#expression(1);
    const text = `{% macro m3(a=1) %}<{{ a }}{{ caller(${given}) }}>{% endmacro %}{% call${parameter} m3(${this.#random.pick(['', '2'])}) %}`;
    return `${text}${this.#body()}${this.#open('endcall')}`;
  }

  #with(): string {
    const before = this.#names;
    const head = this.#open(`with w1=${this.#expression(1)}, w2=${this.#expression(1)}`);
    this.#names = [...before, 'w1', 'w2'];
    const body = this.#body();
    this.#names = before;
    return `${head}${body}${this.#open('endwith')}`;
  }

  #filterBlock(): string {
    const filter = this.#random.pick([
      'upper',
      'trim',
      'title',
      "replace('a', 'b')",
      'escape',
      'wordcount',
      'length',
      'upper|trim',
      'indent(2)',
      'truncate(9)',
      'list',
    ]);
    return `${this.#open(`filter ${filter}`)}${this.#body()}${this.#open('endfilter')}`;
  }

  #namespace(): string {
    return `{% set ns = namespace(x=${this.#expression(1)}, y=1) %}{% for i in ${this.#sequence()} %}{% set ns.x = ${this.#random.pick(['i', 'ns.x', this.#expression(1)])} %}{% set ns.y = ns.y + 1 %}{% endfor %}{{ ns.x }} {{ ns.y }}`;
  }

  #autoescape(): string {
    return `${this.#open(`autoescape ${this.#random.pick(['true', 'false'])}`)}${this.#body()}${this.#open('endautoescape')}`;
  }

  #block(): string {
    const name = `block${this.#random.below(1000)}`;
    return `${this.#open(`block ${name}${this.#random.chance(0.3) ? ' scoped' : ''}`)}${this.#body()}${this.#open('endblock')}`;
  }

  #sequence(): string {
    return this.#choose([
      () => this.#random.pick(['l', 'ls', 'm', 'nested', 's', 'people', 'd', 'd.values()', 'd.keys()']),
      () => `range(${this.#random.pick(['3', '1, 4', '5, 0, -2', 'n'])})`,
      () => `[${this.#atom()}, ${this.#atom()}]`,
      () => `(${this.#atom()}, ${this.#atom()})`,
      () => `${this.#random.pick(['l', 'ls', 'm'])}|${this.#lazyFilter()}`,
    ]);
  }

  #lazyFilter(): string {
    return this.#choose([
      () => `map('${this.#random.pick(['upper', 'string', 'length', 'int', 'abs', 'first', 'tojson'])}')`,
      () => "map(attribute='name')",
      () => `select('${this.#random.pick(['odd', 'string', 'defined', 'none', 'number'])}')`,
      () => `reject('${this.#random.pick(['odd', 'string', 'none', 'mapping'])}')`,
      () => `select('${this.#random.pick(['>', 'eq', 'in', 'lt', '!='])}', ${this.#expression(0)})`,
      () => "selectattr('age')",
      () => "rejectattr('city', 'none')",
      () => "selectattr('age', '>', 10)",
      () => `batch(2${this.#random.pick(['', ", 'x'"])})`,
      () => `slice(${this.#random.pick(['2', '3', 'n'])}${this.#random.pick(['', ", 'x'"])})`,
      () => 'unique',
      () => 'items',
      () => 'reverse',
      () => 'select',
    ]);
  }

  #atom(): string {
    return this.#choose([
      () => this.#random.pick(this.#names),
      () => this.#random.pick(this.#names),
      () => this.#random.pick(this.#names),
      () =>
        this.#random.pick([
          '0',
          '1',
          '2',
          '3',
          '-1',
          '10',
          '1.5',
          '0.5',
          '2.0',
          '1e3',
          '1_000',
          '0x1f',
          '0b11',
          '123456789012345678901',
          '1e-7',
          '100',
        ]),
      () =>
        this.#random.pick([
          "'a'",
          "'Hello'",
          '""',
          "'x y z'",
          "'it\\'s'",
          "'ü'",
          "'%s'",
          "'<i>'",
          "','",
          "'a\\nb'",
          "'12'",
          "' '",
          "'😀b'",
          "'1.50'",
          "'aXbXc'",
        ]),
      () =>
        this.#random.pick([
          'true',
          'false',
          'none',
          'True',
          'None',
          '[]',
          '{}',
          '()',
          '[1, 2, 3]',
          "['b', 'A', 'c']",
          "{'x': 1, 'y': [2]}",
          "{1: 'a', 2.5: none}",
          '(1,)',
          'range(4)',
          'dict(a=1)',
          "cycler('a', 'b').next()",
          'namespace(a=1).a',
        ]),
    ]);
  }

  /** Mostly a number, a text or a sequence where one is wanted, so that most templates get somewhere. */
  #number(depth: number): string {
    if (this.#random.chance(0.08)) return this.#expression(depth);
    const inner = () => (depth > 0 ? this.#number(depth - 1) : this.#random.pick(['n', 'f', '2', '7', '-3', '2.5']));
    return this.#choose([
      () => this.#random.pick(['n', 'f', 'n', 'f', 'b', 'l|length', 's|length', 'l|sum', 'people|length']),
      () =>
        this.#random.pick([
          '0',
          '1',
          '2',
          '3',
          '-1',
          '10',
          '1.5',
          '0.5',
          '2.0',
          '1e3',
          '1_000',
          '0x1f',
          '0b11',
          '123456789012345678901',
          '1e-7',
          '100',
          '2.675',
          '1e22',
        ]),
      () => `(${inner()} ${this.#random.pick(['+', '-', '*', '/', '//', '%'])} ${inner()})`,
      () => `(${inner()} ** ${this.#random.pick(['2', '3', '-1', '0'])})`,
      () => `(-${inner()})`,
      () =>
        `${inner()}|${this.#random.pick(['abs', 'int', 'float', 'round', 'round(1)', 'round(2)', 'round(-1)', "round(1, 'ceil')", "round(0, 'floor')"])}`,
      () => `(${inner()} if ${this.#boolean(0)} else ${inner()})`,
    ]);
  }

  #text(depth: number): string {
    if (this.#random.chance(0.08)) return this.#expression(depth);
    const inner = () => (depth > 0 ? this.#text(depth - 1) : this.#random.pick(['s', 't', "'abc'"]));
    return this.#choose([
      () => this.#random.pick(['s', 't', 's', 't', "ls|join(',')", "s|default('')", 'people|join(attribute="name")']),
      () =>
        this.#random.pick([
          "'a'",
          "'Hello'",
          '""',
          "'x y z'",
          "'it\\'s'",
          "'ü'",
          "'<i>'",
          "','",
          "'a\\nb'",
          "'12'",
          "' '",
          "'😀b'",
          "'1.50'",
          "'aXbXc'",
          "'www.example.com/a?b=(c). mail@x.org'",
          "'one two-three four--five sixseveneight'",
        ]),
      () => `(${inner()} ~ ${this.#expression(0)})`,
      () => `(${inner()} + ${inner()})`,
      () => `(${inner()} * ${this.#random.pick(['2', '0', 'n'])})`,
      () =>
        `${inner()}|${this.#random.pick(['upper', 'lower', 'title', 'capitalize', 'trim', 'escape', 'striptags', 'urlize', 'indent', 'string', 'reverse', 'urlencode', 'forceescape', 'safe', 'e'])}`,
      () =>
        `(${inner()})[${this.#random.pick(['0', '-1', '1:', ':2', '::-1', '::2', '1:3', '-2:', 'n', ':', '5:1:-2'])}]`,
      () =>
        `'${this.#random.pick(PERCENTS)} ${this.#random.pick(PERCENTS)}' % (${this.#number(0)}, ${this.#number(0)})`,
      () => `'{:${this.#random.pick(SPECS)}}'.format(${this.#number(depth - 1)})`,
      () => `${inner()}|${this.#richFilter(() => this.#text(0))}`,
      () => `${this.#number(0)}|${this.#random.pick(['string', 'filesizeformat', 'tojson', 'pprint'])}`,
    ]);
  }

  #boolean(depth: number): string {
    return this.#choose([
      () => this.#random.pick(['b', 'n', 's', 'l', 'd', 'z', 'missing', 'true', 'false']),
      () => `${this.#number(depth)} ${this.#random.pick(['==', '!=', '<', '<=', '>', '>='])} ${this.#number(depth)}`,
      () => `${this.#text(depth)} ${this.#random.pick(['==', '!=', '<', 'in', 'not in'])} ${this.#text(depth)}`,
      () => `${this.#expression(depth)} is ${this.#random.pick(['', 'not '])}${this.#random.pick(TESTS)}`,
      () => `${this.#expression(depth)} in ${this.#random.pick(['l', 'ls', 'm', 'd', '[1, 2]'])}`,
    ]);
  }

  #expression(depth: number): string {
    if (this.#isAboutScopes) {
      return this.#random.pick([
        'v1',
        'v2',
        's',
        'n',
        'v1',
        'i',
        'x',
        'a',
        '1',
        '2',
        "'q'",
        'v1 ~ v2',
        'n + 1',
        'm1()',
        'missing',
        'loop.index',
      ]);
    }
    if (depth <= 0 || this.#random.chance(0.1)) return this.#atom();
    const inner = () => this.#expression(depth - 1);
    return this.#choose([
      () => this.#atom(),
      () => this.#number(depth - 1),
      () => this.#number(depth - 1),
      () => this.#number(depth - 1),
      () => this.#text(depth - 1),
      () => this.#text(depth - 1),
      () => this.#text(depth - 1),
      () => this.#boolean(depth - 1),
      () => this.#boolean(depth - 1),
      () => `${inner()} ${this.#random.pick(['+', '-', '*', '/', '//', '%', '~', '**'])} ${inner()}`,
      () => `${inner()} ~ ${inner()}`,
      () => `${inner()} ${this.#random.pick(['==', '!=', '<', '<=', '>', '>=', 'in', 'not in'])} ${inner()}`,
      () => `${this.#number(0)} < ${this.#number(0)} <= ${this.#number(0)}`,
      () => `${inner()} ${this.#random.pick(['and', 'or'])} ${inner()}`,
      () => `not ${inner()}`,
      () => `(${inner()})`,
      () => `(${inner()} if ${this.#boolean(0)} else ${inner()})`,
      () => `(${inner()} if ${this.#boolean(0)})`,
      () => `[${inner()}, ${inner()}]`,
      () => `{${this.#random.pick(["'p'", '1', 's', 'n', 'none', '(1, 2)', 'f'])}: ${inner()}, 'q': ${inner()}}`,
      () =>
        `(${this.#sequence()}|list)[${this.#random.pick(['0', '-1', '1:', ':2', '::-1', '::2', '1:3', '-2:', "'name'", 'n', ':', "'upper'", '5:1:-2'])}]`,
      () => `(${inner()})[${inner()}]`,
      () => `(${inner()}).${this.#random.pick(['name', 'age', 'x', 'k', 'kx', '0', '1', 'real', 'nosuch'])}`,
      () => `people[${this.#random.pick(['0', '-1', '1'])}].${this.#random.pick(['name', 'age', 'city'])}`,
      () => this.#method(inner),
      () => this.#method(inner),
      () => this.#method(inner),
      () => `${inner()}|${this.#random.pick(PLAIN_FILTERS)}`,
      () => `(${inner()})|${this.#random.pick(PLAIN_FILTERS)}`,
      () => `(${inner()})|${this.#richFilter(inner)}`,
      () => `${this.#text(0)}|${this.#richFilter(() => this.#text(0))}`,
      () => `${this.#random.pick(['l', 'ls', 'm', 'people', 'nested', 'd'])}|${this.#richFilter(() => this.#atom())}`,
      () => `${this.#random.pick(['l', 'ls', 'm', 'people', 'nested'])}|${this.#lazyFilter()}|list`,
      () =>
        `(${this.#sequence()})|${this.#random.pick(['list', 'join(",")', 'first', 'length', 'sum', 'max', 'sort', 'tojson', 'last', 'string', 'pprint', 'unique|list', 'list|pprint'])}`,
      () => `(${inner()}) is ${this.#random.pick(['', 'not '])}${this.#random.pick(TESTS)}`,
      () =>
        `(${inner()}) is ${this.#random.pick(TESTS_OF_ONE)} ${this.#random.pick(['2', "'a'", 'l', '[1, 2]', `(${inner()})`])}`,
      () =>
        `'${this.#random.pick(PERCENTS)}${this.#random.pick(PERCENTS)}' % ${this.#random.pick([`(${inner()}, ${inner()})`, inner(), `(${inner()},)`])}`,
      () => `'${this.#random.pick(PERCENTS)}' % (${this.#number(0)})`,
      () => `'${this.#random.pick(PERCENTS)}'|format(${inner()})`,
      () =>
        `'${this.#random.pick(['%(p)s', '%(p)d %(q)r', '%(name)s', '%(p)5.1f|', '%(p)s %s'])}' % {'p': ${inner()}, 'q': z}`,
      () => `'${this.#random.pick(['%(p)s', '%(p)5s %(q)r'])}'|format(p=${inner()}, q=${inner()})`,
      () => `'{:${this.#random.pick(SPECS)}}'.format(${inner()})`,
      () =>
        `'{:${this.#random.pick(SPECS)}}'.format(${this.#random.pick(['n', 'f', '3.14159', '1234567', 's', '-42', '0.000123', '1e20', '255', '-0.5', '99999.5', '2.5', '0.0'])})`,
      () =>
        `'${this.#random.pick(['{0}{1}{0}', '{}{}', '{a}', '{0[0]}', '{0.real}', '{!r}', '{:>{}}', '{0!s:>5}', '{{}}', '{', '{a[name]}', '{!a:.3}', '{:{}.{}f}', '{1}{}'])}'.format(${inner()}, ${inner()}, a=${inner()})`,
    ]);
  }

  #method(inner: Make): string {
    const [target, [name, count]] = this.#random.pick<
      Make extends never ? never : () => [string, readonly [string, number]]
    >([
      () => [
        this.#random.pick(['s', 't', "'aXbX'", "' pad '", "'Ünï'", `(${inner()}|string)`, `(${inner()})`]),
        this.#random.pick(TEXT_METHODS),
      ],
      () => [this.#random.pick(['s', 't', "'a,b,c'", "'The End'"]), this.#random.pick(TEXT_METHODS)],
      () => [this.#random.pick(['l', 'ls', 'm', '[3, 1, 2]', '(1, 2, 1)']), this.#random.pick(LIST_METHODS)],
      () => [this.#random.pick(['d', "{'x': 1, 'y': 2}"]), this.#random.pick(DICT_METHODS)],
    ])();
    const given = this.#random.below(count + 1);
    const args = Array.from({ length: given }, () =>
      this.#random.pick(["'X'", "'a'", "','", '1', '5', '-1', '10', 'none', this.#atom()]),
    );
    return `${target}.${name}(${args.join(', ')})`;
  }

  #richFilter(inner: Make): string {
    const r = this.#random;
    return this.#choose([
      () => `default(${inner()}${r.pick(['', ', true'])})`,
      () => `join(${inner()}${r.pick(['', ", attribute='name'"])})`,
      () => `replace(${inner()}, ${inner()}${r.pick(['', ', 1'])})`,
      () =>
        `truncate(${r.pick(['3', '5', '9', '0', '20'])}${r.pick(['', ', true', ", false, '…'", ", true, '', 0", ', leeway=0'])})`,
      () => `round(${r.pick(['0', '1', '2', '-1', "1, 'ceil'", "0, 'floor'", "2, 'floor'", "0, 'bad'"])})`,
      () =>
        `sort(${r.pick(['', 'true', 'case_sensitive=true', "attribute='name'", "attribute='age,name'", 'reverse=true'])})`,
      () => `indent(${r.pick(['', '2', '2, true', "'> '", '3, blank=true', "'-', true, true"])})`,
      () => `wordwrap(${r.pick(['5', '9', '10, false', "4, true, '|'", '6, break_on_hyphens=false', '1', '0'])})`,
      () => `center(${r.pick(['9', '20', '0'])})`,
      () => `int(${r.pick(['7', 'base=16', '0, 2', 'default=none', '1, 36'])})`,
      () => `float(${r.pick(['1.5', 'none', ''])})`,
      () => `batch(${r.pick(['2', "3, '-'", '1'])})|list`,
      () => `slice(${r.pick(['2', "3, '-'", '1'])})|list`,
      () => `sum(${r.pick(["attribute='age'", 'start=5', "'age'", 'start=[]'])})`,
      () =>
        `map(${r.pick(["'upper'", "attribute='name'", "attribute='0'", "'default', 'x'", "'replace', 'a', 'b'", "attribute='city', default='-'", "'round', 1", "'format', 1", ''])})|list`,
      () => `groupby(${r.pick(["'age'", "'name'", "'city', default='x'", "'name', case_sensitive=true", '0'])})|list`,
      () => `dictsort(${r.pick(['', 'true', "false, 'value'", "by='value', reverse=true", 'by=1'])})`,
      () => `unique(${r.pick(['true', "attribute='name'", 'false', "attribute='age'"])})|list`,
      () => `min(${r.pick(["attribute='age'", 'true'])})`,
      () => `max(${r.pick(["attribute='name'", 'case_sensitive=true'])})`,
      () => `tojson(${r.pick(['', '2', 'indent=0', 'indent=1'])})`,
      () => `trim(${r.pick(["'aH'", "'<'", ''])})`,
      () => `attr('${r.pick(['name', 'upper', 'age', 'real', 'start'])}')`,
      () => `filesizeformat(${r.pick(['', 'true'])})`,
      () => `urlize(${r.pick(['10', 'nofollow=true', "target='_blank'", "rel='x y'"])})`,
      () => `xmlattr(${r.pick(['', 'false'])})`,
      () => `format(${inner()}${r.pick(['', ', 1'])})`,
      () => `default(${inner()}, boolean=${r.pick(['true', 'false'])})`,
    ]);
  }
}
