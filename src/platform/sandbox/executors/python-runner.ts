/**
 * What the operator's Python executes: reads the length and the request from stdin, runs it as Dify's runner script
 * does, and writes the outcome to fd 3, so that the code may print what it likes. When stdin ends, the program that
 * asked is gone: then the whole process group goes.
 */
export const SYSTEM_PYTHON_RUNNER = `
import json, linecache, os, signal, sys, threading, traceback

NAME = "<code>"

def watch():
    while os.read(0, 4096):
        pass
    if hasattr(os, "killpg"):
        os.killpg(0, signal.SIGKILL)
    os._exit(1)

def read_request():
    length = 0
    while (digit := os.read(0, 1)) != b"\\n":
        length = length * 10 + int(digit)
    content = b""
    while len(content) < length:
        content += os.read(0, length - len(content))
    return json.loads(content)

def describe(error):
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename != NAME:
        trace = trace.tb_next
    text = "".join(traceback.format_exception(type(error), error, trace)).rstrip()
    return text if len(text) <= 20_000 else text[:10_000] + "\\n[...]\\n" + text[-10_000:]

def outcome_of(code, inputs):
    main = sys.modules["__main__"].__class__("__main__")
    sys.modules["__main__"] = main
    linecache.cache[NAME] = (len(code), None, code.splitlines(True), NAME)
    try:
        exec(compile(code, NAME, "exec", dont_inherit=True), main.__dict__)
        if "main" not in main.__dict__:
            raise NameError("name 'main' is not defined")
        return "ok\\n" + json.dumps(main.__dict__["main"](**json.loads(inputs)), allow_nan=False)
    except BaseException as error:
        return "error\\n" + describe(error)

request = read_request()
sys.stdin = open(os.devnull)
threading.Thread(target=watch, daemon=True).start()
outcome = outcome_of(request["code"], request["inputs"])
sys.stdout.flush()
with os.fdopen(3, "wb") as pipe:
    pipe.write(outcome.encode("utf-8", "backslashreplace"))
os._exit(0)
`;
