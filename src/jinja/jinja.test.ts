import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { float, type JsonObject, parseJson } from '../kernel/index.ts';
import { compileTemplate, renderTemplate, TemplateError, type TemplateLimits } from './index.ts';

interface PythonCases {
  readonly variables: JsonObject;
  readonly groups: readonly {
    readonly name: string;
    readonly cases: readonly (readonly [template: string, expected: string | { readonly error: string }])[];
  }[];
}

const fixture = resolve(import.meta.dirname, 'fixtures/python.json');
const python = parseJson(readFileSync(fixture, 'utf8')) as unknown as PythonCases; // the shape that its note describes

/** The error of a template that must fail. */
function failure(template: string, variables: JsonObject = {}, limits?: TemplateLimits): TemplateError {
  try {
    renderTemplate(template, variables, limits);
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
  throw new Error(`no error from ${template}`);
}

describe.each(python.groups.map((group) => [group.name, group.cases] as const))('%s', (_name, cases) => {
  test.each(cases)('%j', (template, expected) => {
    if (typeof expected === 'string') expect(renderTemplate(template, python.variables)).toBe(expected);
    else expect(failure(template, python.variables).kind).toBe(expected.error);
  });
});

describe('inputs', () => {
  test('a template may change its inputs, and the caller sees none of it', () => {
    const variables = parseJson('{"l": [1, [2]], "d": {"a": {"b": 1}}}') as JsonObject;
    const template =
      '{% set _ = l[1].append(3) %}{% set _ = d.a.update({"c": 2}) %}{% set _ = d.pop("x", none) %}{{ l }}{{ d }}';
    expect(renderTemplate(template, variables)).toBe("[1, [2, 3]]{'a': {'b': 1, 'c': 2}}");
    expect(variables).toEqual({ l: [1, [2]], d: { a: { b: 1 } } });
  });

  test.each([
    ["{{ (l|attr('append'))(4) }}{{ l }}", 'None[1, 4]'],
    ["{{ l['app' ~ 'end'](4) }}{{ l }}", 'None[1, 4]'],
    ["{{ d['set' ~ 'default']('q', 5) }}{{ d }}", "5{'a': 1, 'q': 5}"],
    ["{% set x = l %}{{ (x|attr('clear'))() }}{{ l }}", 'None[]'],
  ])('a method that changes them is found however it is reached: %s', (template, expected) => {
    const variables = { l: [1], d: { a: 1 } };
    expect(renderTemplate(template, variables)).toBe(expected);
    expect(variables).toEqual({ l: [1], d: { a: 1 } });
  });

  test('integers and floats stay apart, whatever their size', () => {
    const variables = parseJson('{"i": 5, "f": 5.0, "big": 12345678901234567890123, "e": 1e300}') as JsonObject;
    expect(renderTemplate('{{ i }} {{ f }} {{ big + 1 }} {{ e }} {{ i / 5 }} {{ f * 2 }}', variables)).toBe(
      '5 5.0 12345678901234567890124 1e+300 1.0 10.0',
    );
    expect(renderTemplate('{{ x|tojson }}', { x: [float(2), 2] })).toBe('[2.0, 2]');
  });

  test('one template renders with many inputs', () => {
    const template = compileTemplate('{% for i in l %}{{ loop.index }}{{ i }}{% endfor %}');
    expect([['a'], ['b', 'c'], []].map((l) => template.render({ l }))).toEqual(['1a', '1b2c', '']);
    expect(compileTemplate('{% for i in l %}{{ loop.index }}{{ i }}{% endfor %}')).toBe(template);
  });
});

describe('errors', () => {
  test.each([
    ['a\nb\n{{ x.y }}', {}, 'UndefinedError', 3, "'x' is undefined"],
    ['{{ d.a.b }}', { d: {} }, 'UndefinedError', 1, "'dict object' has no attribute 'a'"],
    ['{{ l[3].b }}', { l: [] }, 'UndefinedError', 1, 'list object has no element 3'],
    ['\n{% for i in l %}\n{{ i + "a" }}{% endfor %}', { l: [1] }, 'TypeError', 3, "'int' and 'str'"],
    ['{% macro m() %}\n\n{{ 1 / 0 }}{% endmacro %}\n{{ m() }}', {}, 'ZeroDivisionError', 3, 'division by zero'],
    ['{% macro m() %}\n\n1{% endmacro %}\n{{ m() ~ (1 / 0) }}', {}, 'ZeroDivisionError', 4, 'division by zero'],
    ['\n\n{{ 1 + }}', {}, 'TemplateSyntaxError', 3, "unexpected 'end of print statement'"],
    ['{% if x %}\n\n', {}, 'TemplateSyntaxError', 2, "looking for the following tags: 'elif' or 'else' or 'endif'"],
    ['\n{{ x|nope }}', {}, 'TemplateAssertionError', 2, "No filter named 'nope'."],
    ['\n{% do x %}', {}, 'TemplateSyntaxError', 2, "Encountered unknown tag 'do'."],
    ['{{ "a\nb" }}\n{{ 1 ? 2 }}', {}, 'TemplateSyntaxError', 3, "unexpected char '?'"],
  ])('%j says what is wrong and in which line', (template, variables, kind, line, message) => {
    const error = failure(template, variables);
    expect(error).toMatchObject({ kind, line, name: 'TemplateError' });
    expect(error.message).toContain(message);
    expect(error.message).toContain(`template line ${line}`);
  });

  test.each(["{% include 'x' %}", "{% extends 'x' %}", "{% import 'x' as y %}", "{% from 'x' import y %}"])(
    '%s is refused: there are no other templates',
    (template) => {
      expect(failure(template)).toMatchObject({ kind: 'TypeError', line: 1 });
      expect(failure(template).message).toContain('needs other templates');
    },
  );
});

describe('limits', () => {
  test('output longer than allowed is an error with the limit, and a text of exactly that length is not', () => {
    expect(failure("{{ 'a' * 11 }}", {}, { maxOutputLength: 10 })).toMatchObject({
      message: 'Output length exceeds 10 characters',
      line: undefined,
    });
    expect(renderTemplate("{{ 'a' * 10 }}", {}, { maxOutputLength: 10 })).toHaveLength(10);
    expect(renderTemplate("{{ '😀' * 10 }}", {}, { maxOutputLength: 10 })).toHaveLength(20);
    expect(failure("{{ '😀' * 11 }}", {}, { maxOutputLength: 10 }).message).toBe('Output length exceeds 10 characters');
  });

  test('an endless output stops at the limit and not in memory', () => {
    const error = failure('{% for i in l %}{{ l.append(i) }}{% endfor %}', { l: [1] }, { maxOutputLength: 1000 });
    expect(error.message).toBe('Output length exceeds 1000 characters');
  });

  test.each([
    ['{% for i in range(10**12) %}{% endfor %}'],
    ['{{ range(10**12)|list }}'],
    ['{{ range(10**12)|sum }}'],
    ["{{ range(10**12)|select('odd')|list }}"],
    ['{% set ns = namespace(s=[1]) %}{% for i in range(60) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s }}'],
    [
      '{% set ns = namespace(s=[1]) %}{% for i in range(60) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s|tojson }}',
    ],
    [
      '{% set ns = namespace(s=[1]) %}{% for i in range(60) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s|pprint }}',
    ],
    [
      '{% set ns = namespace(s=(1,)) %}{% for i in range(60) %}{% set ns.s = (ns.s, ns.s) %}{% endfor %}{{ {ns.s: 1} }}',
    ],
  ])('%s ends after the steps that are allowed', (template) => {
    const { kind } = failure(template, {}, { maxSteps: 100_000 });
    expect(['StepLimitError', 'MemoryError']).toContain(kind);
  });

  test('a template stops when its time is up', () => {
    const limits = { maxMilliseconds: 20, maxSteps: Number.MAX_SAFE_INTEGER };
    expect(failure('{% for i in range(10**12) %}{% endfor %}', {}, limits)).toMatchObject({
      kind: 'TimeLimitError',
      line: 1,
    });
  });

  test.each([
    ['{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}'],
    ['{% for i in [1] recursive %}{{ loop([1]) }}{% endfor %}'],
    ['{% block a %}{{ self.a() }}{% endblock %}'],
    ['{% set _ = l.append(l) %}{{ l == [l] }}{{ [l] == l }}{% set m = [] %}{% set _ = m.append(m) %}{{ l == m }}'],
    [`{{ ${'1 + '.repeat(100_000)}1 }}`],
  ])('a recursion without end is an error: %.60s', (template) => {
    expect(failure(template, { l: [] }).kind).toBe('RecursionError');
  });

  test('calls nest as deep as they are allowed to, and no deeper', () => {
    const template = '{% macro f(n) %}{{ n }}{% if n > 1 %}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(depth) }}';
    expect(renderTemplate(template, { depth: 5 }, { maxDepth: 5 })).toBe('54321');
    expect(failure(template, { depth: 6 }, { maxDepth: 5 }).kind).toBe('RecursionError');
  });

  test.each([
    "{{ 'a' * 10**9 }}",
    '{{ [0] * 10**9 }}',
    '{{ (2 ** 1000) ** 100000 }}',
    "{{ '%1000000000d' % 1 }}",
    "{{ '{:>1000000000}'.format(1) }}",
    "{{ 'a'|center(10**12) }}",
    "{{ 'a'.ljust(10**18) }}",
    "{{ '\\t'.expandtabs(10**10) }}",
    "{{ 'a'|indent(10**10, true) }}",
    '{{ [1]|batch(10**10, 1)|list }}',
    "{{ ('x' * 10**6)|replace('x', 'y' * 1000) }}",
    "{{ ('x' * 10**6)|replace('', 'y' * 1000) }}",
    "{{ ('x,' * 10**6).split(',')|join('y' * 1000) }}",
    "{% set ns = namespace(s='ab') %}{% for i in range(99) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
    "{% set l = [] %}{% for i in range(10**6) %}{% set _ = l.append('a' * 10**6) %}{% endfor %}",
  ])('%s may not fill the memory', (template) => {
    expect(['MemoryError', 'StepLimitError']).toContain(failure(template).kind);
  });
});

describe('what a template can reach', () => {
  const names =
    'constructor __proto__ prototype toString valueOf hasOwnProperty toJSON caller callee apply bind __defineGetter__ __lookupGetter__ __init__ __globals__ __subclasses__ __dict__ __builtins__ __getattribute__ __base__ __code__ func_globals gi_frame'.split(
      ' ',
    );
  const values =
    "s, n, f, l, d, none, true, (1,), range(3), range, dict, namespace(), cycler(1), joiner(), d.items(), s.upper, missing, s|e, l|map('upper'), lipsum, s.encode(), s.__class__".split(
      /, (?=[^)]*(?:\(|$))/,
    );

  test.each(values)('no name leads from %s to anything of JavaScript or of Python itself', (value) => {
    for (const name of names) {
      for (const template of [
        `{{ (${value}).${name} }}`,
        `{{ (${value})['${name}'] }}`,
        `{{ (${value})|attr('${name}') }}`,
        `{{ '{0.${name}}'.format(${value}) }}`,
        `{{ (${value}).${name}() }}`,
        `{{ [${value}]|map(attribute='${name}')|join }}`,
      ]) {
        const outcome = () => renderTemplate(template, { s: 'x', n: 5, f: 2.5, l: [1], d: { a: 1 } });
        expect(textOrError(outcome), template).toBe('');
      }
    }
  });

  function textOrError(render: () => string): string {
    try {
      return render();
    } catch (error) {
      if (error instanceof TemplateError) return '';
      throw error;
    }
  }

  test('names of JavaScript are no variables', () => {
    const template = '{{ constructor }}{{ __proto__ }}{{ globalThis }}{{ process }}{{ require }}{{ undefined }}';
    expect(renderTemplate(template, {})).toBe('');
  });

  test("an input's own keys are data, whatever they are called", () => {
    const variables = parseJson('{"d": {"__proto__": {"x": 1}, "constructor": 2, "items": 3}}') as JsonObject;
    expect(renderTemplate("{{ d.constructor }} {{ d['__proto__'].x }} {{ d['items'] }} {{ d }}", variables)).toBe(
      "2 1 3 {'__proto__': {'x': 1}, 'constructor': 2, 'items': 3}",
    );
    const changed = renderTemplate("{% set _ = d.update({'__proto__': 5}) %}{{ d.x }}{{ {}.x }}{{ d }}", variables);
    expect(changed).toBe("{'__proto__': 5, 'constructor': 2, 'items': 3}");
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
  });

  test('classes can be printed and compared, and lead nowhere', () => {
    expect(renderTemplate("{{ ''.__class__ }} {{ ''.__class__.__mro__ }} {{ [].__class__ == {}.__class__ }}", {})).toBe(
      "<class 'str'> (<class 'str'>, <class 'object'>) False",
    );
    expect(renderTemplate("{{ ''.__class__.__mro__[1].__subclasses__ }}{{ ''.__class__.__base__ }}", {})).toBe('');
  });
});

describe('hostile texts', () => {
  const length = 200_000;

  test.each([
    ["{{ ('-' * n)|wordwrap(5)|length }}"],
    ["{{ ('a-' * n)|wordwrap(5)|length }}"],
    ["{{ ('x' * n)|wordwrap(1)|length }}"],
    ["{{ ('(' * n ~ 'http://a.com' ~ ')' * n)|urlize|length }}"],
    ["{{ ('www.' ~ 'a.' * n ~ '!')|urlize|length }}"],
    ["{{ ('a@' * n)|urlize|length }}"],
    ["{{ ('<' * n)|striptags|length }}"],
    ["{{ ('<!--' * n)|striptags|length }}"],
    ["{{ ('&' * n)|striptags|length }}"],
    ["{{ ('x' ~ ' ' * n ~ 'x')|trim|length }}"],
    ["{{ ('a ' * n).rsplit(none, n)|length }}"],
    ["{{ ('word ' * n)|pprint|length }}"],
    ["{% set s = '😀' * n %}{% for i in range(0, n, 2) %}{{ s[i] }}{% endfor %}"],
    ["{% set s = 'ab' * n %}{% for i in range(0, n, 2) %}{{ s[i] }}{% endfor %}"],
    ["{{ ('%s' * n) % ((1,) * n) }}"],
    ["{{ ('{}' * n).format(*((1,) * n)) }}"],
  ])('%s takes time in proportion to its text', (template) => {
    // Quadratic work on this many characters would take minutes; the default time limit would end it with an error.
    expect(renderTemplate(template, { n: length }, { maxSteps: 100_000_000 }).length).toBeGreaterThan(0);
  });
});
