/**
 * The Python side of a child; lies in the memory snapshot, below the user's code. It does what the runner script of Dify
 * does (api/core/helper/code_executor/python3/python3_transformer.py): the code is executed as a script, then
 * `main(**inputs)` is called and what it returns is printed as JSON.
 */
export const PYTHON_RUNNER = `
import base64, builtins, errno, io, json, linecache, os, random, socket, sys, traceback, types, zoneinfo

NAME = "<code>"
MAX_ERROR_CHARACTERS = 20_000

def run(code, inputs):
    """One call: 'ok' and JSON, or the kind of error and its text, apart by a line break."""
    sys.stdout, sys.stderr, sys.stdin = sys.__stdout__, sys.__stderr__, sys.__stdin__
    try:
        scope = fresh_main(code)
        exec(compile(code, NAME, "exec", dont_inherit=True), scope)
        main = scope["main"] if "main" in scope else missing_main()
        outcome = "ok\\n" + json.dumps(main(**json.loads(inputs)), allow_nan=False)
    except BaseException as error:
        outcome = kind_of(error) + "\\n" + describe(error)
    try:
        sys.stdout.flush()
        sys.__stdout__.flush()
    except BaseException:
        pass
    return outcome

def fresh_main(code):
    main = types.ModuleType("__main__")
    main.__builtins__ = builtins
    sys.modules["__main__"] = main
    linecache.cache[NAME] = (len(code), None, code.splitlines(True), NAME)
    return main.__dict__

def missing_main():
    raise NameError("name 'main' is not defined")

def kind_of(error):
    return "memory" if isinstance(error, MemoryError) else "script"

def describe(error):
    """The traceback as CPython prints it, from the user's first line on."""
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename != NAME:
        trace = trace.tb_next
    try:
        text = "".join(traceback.format_exception(type(error), error, trace)).rstrip()
    except BaseException:  # an exception class may define what it likes
        text = type(error).__name__
    if len(text) > MAX_ERROR_CHARACTERS:
        half = MAX_ERROR_CHARACTERS // 2
        text = text[:half] + "\\n[...]\\n" + text[-half:]
    return text

ZONES = {}

def keep_zone(name, file):
    """For the snapshot: there is no system to read time zones from."""
    ZONES[name] = base64.b64decode(file)

def load_zone(name):
    if name not in ZONES:
        raise zoneinfo.ZoneInfoNotFoundError(f"No time zone found with key {name}")
    return io.BytesIO(ZONES[name])

zoneinfo._common.load_tzdata = load_zone
zoneinfo.available_timezones = lambda: set(ZONES)

def begin():
    """In every process, after the snapshot is loaded."""
    random.seed()
    os.environ.clear()
    os.environ.update({"HOME": "/tmp", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "TZ": "UTC"})
    hide_bridges()
    name_what_is_missing()

def name_what_is_missing():
    """Emscripten would try these by ways that are closed, and fail in words that say nothing."""
    def no_network(*_, **__):
        raise OSError(errno.ENETUNREACH, "the code sandbox has no network")
    def no_processes(*_, **__):
        raise OSError(errno.ENOTSUP, "the code sandbox has no processes")
    for name in ("bind", "connect", "connect_ex", "listen", "accept", "sendto", "sendmsg"):
        setattr(socket.socket, name, no_network)
    socket.getaddrinfo = socket.gethostbyname = no_network
    os.system = no_processes

BRIDGES = {"js", "pyodide", "pyodide_js", "_pyodide", "_pyodide_core", "ctypes", "_ctypes"}

def hide_bridges():
    """The ways to JavaScript and to raw memory are no part of the Python that Dify's users know."""
    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__name__ != "JsFinder"]
    for name in {*sys.modules, *BRIDGES}:
        if name.split(".")[0] in BRIDGES:
            sys.modules[name] = None
    # the event loop asks this module, on every asyncio.run, whether it may block
    api = sys.modules["pyodide_js._api"] = types.ModuleType("pyodide_js._api")
    api.config = types.SimpleNamespace(enableRunUntilComplete=True)
    api._nodeSock = None
`;

/** Imported into the snapshot: what code nodes usually import costs microseconds then, not a third of a second. */
export const PRELOADED_MODULES: readonly string[] = [
  ...['abc', 'ast', 'asyncio', 'base64', 'binascii', 'bisect', 'calendar', 'codecs', 'collections', 'collections.abc'],
  ...['contextlib', 'copy', 'csv', 'dataclasses', 'datetime', 'decimal', 'difflib', 'email.utils', 'enum', 'fractions'],
  ...['functools', 'gzip', 'hashlib', 'heapq', 'hmac', 'html', 'html.parser', 'inspect', 'io', 'itertools', 'json'],
  ...['locale', 'logging', 'math', 'numbers', 'operator', 'os', 'pathlib', 'pprint', 'random', 're', 'secrets'],
  ...['statistics', 'string', 'struct', 'tempfile', 'textwrap', 'threading', 'time', 'traceback', 'types', 'typing'],
  ...['unicodedata', 'urllib.parse', 'uuid', 'warnings', 'weakref', 'xml.etree.ElementTree', 'zipfile', 'zlib'],
  ...['zoneinfo'],
];
