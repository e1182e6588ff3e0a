import { closeSync, readFileSync } from 'node:fs';
import { errorText } from '../../../kernel/index.ts';
import { type Frame, frameKinds } from '../frames.ts';
import { type AssetReader, type ChildSettings, type Interpreter, type Outcome, OutputCapture } from './interpreter.ts';
import { type Link, openLink } from './link.ts';
import { lockDown, silenceConsole } from './lockdown.ts';
import { startWatchdog, type Watchdog } from './watchdog.ts';

/**
 * The life of a child: *started* (settings arrive) -> *loading* -> *locked* (ready; runs one after the other) -> gone
 * when its stdin ends. `ownAssets` is given inside the executable, which carries the assets itself.
 */
export async function serveSandbox(ownAssets?: AssetReader): Promise<void> {
  const exit = process.exit.bind(process);
  const link = openLink();
  silenceConsole();
  try {
    await serve(link, ownAssets);
  } catch (error) {
    link.send(frameKinds.broken, [errorText(error)]);
  }
  exit(0);
}

async function serve(link: Link, ownAssets?: AssetReader): Promise<void> {
  const frames = link.frames();
  const settings = await awaitStart(frames);
  const readAsset = ownAssets ?? fileReader(settings.files);
  if (settings.makesSnapshot) return sendSnapshot(link, readAsset);
  const watchdog = startWatchdog(settings.processBytes);
  const interpreter = await loadInterpreter(settings, readAsset);
  lockDown();
  link.send(frameKinds.ready, []);
  for await (const frame of frames) await answer(frame, { link, settings, interpreter, watchdog });
}

async function awaitStart(frames: AsyncGenerator<Frame>): Promise<ChildSettings> {
  const { value: frame } = await frames.next();
  const [settings] = frame?.parts ?? [];
  if (frame?.kind !== frameKinds.start || !settings) throw new Error('The program ended before the child had started');
  return parseSettings(settings);
}

/** Reads each of the files that came with the process once, and closes it. */
function fileReader(files: ChildSettings['files']): AssetReader {
  const descriptors = new Map(files);
  return (name) => {
    const descriptor = descriptors.get(name);
    if (descriptor === undefined) throw new Error(`The file ${name} was not given`);
    const bytes = readFileSync(descriptor);
    closeSync(descriptor);
    return bytes;
  };
}

/** Written by the program itself, in this shape. */
function parseSettings(bytes: Buffer): ChildSettings {
  return JSON.parse(bytes.toString()) as ChildSettings;
}

/** Each language in a module of its own: a child loads one of them. */
async function loadInterpreter(settings: ChildSettings, readAsset: AssetReader): Promise<Interpreter> {
  if (settings.language === 'javascript') {
    const { openJavaScript } = await import('./javascript/interpreter.ts');
    return openJavaScript(settings, readAsset);
  }
  const { openPython } = await import('./python/interpreter.ts');
  return openPython(settings, readAsset);
}

async function sendSnapshot(link: Link, readAsset: AssetReader): Promise<void> {
  const { makeSnapshot } = await import('./python/snapshot.ts');
  link.send(frameKinds.snapshot, [await makeSnapshot(readAsset)]);
  await new Promise((resolve) => process.stdout.write('', resolve));
}

interface Serving {
  readonly link: Link;
  readonly settings: ChildSettings;
  readonly interpreter: Interpreter;
  readonly watchdog: Watchdog;
}

async function answer(frame: Frame, { link, settings, interpreter, watchdog }: Serving): Promise<void> {
  const [code, inputs] = frame.parts;
  if (frame.kind !== frameKinds.run || !code || !inputs) throw new Error(`An unexpected frame of kind ${frame.kind}`);
  const stdout = new OutputCapture(settings.maxStdoutBytes);
  watchdog.runBegins();
  const outcome = limited(await interpreter.run(code.toString(), inputs.toString(), stdout), settings);
  watchdog.runEnds();
  link.send(frameKinds.reply, [outcome.kind, outcome.text, stdout.text(), outcome.isLast ? 'retire' : 'keep']);
}

function limited(outcome: Outcome, { maxResultBytes }: ChildSettings): Outcome {
  if (outcome.text.length <= maxResultBytes || outcome.kind !== 'ok') return outcome;
  return { ...outcome, kind: 'output', text: `${outcome.text.length} characters of JSON` };
}
