/** The version of the file format that we write; files that are newer wait for a confirmation. */
export const CURRENT_DSL_VERSION = '0.6.0';

/** `completed-with-warnings`: an older minor version; `pending`: a newer version, or an older major one. */
export type ImportStatus = 'completed' | 'completed-with-warnings' | 'pending' | 'failed';

interface Version {
  readonly epoch: number;
  readonly release: readonly number[];
  /** Against the plain release: before it (`rc1`, `dev0`), after it (`post1`, `+local`), or the release itself. */
  readonly stage: -1 | 0 | 1;
}

/** Versions as Python's `packaging` reads them (PEP 440). */
const PEP_440 = new RegExp(
  [
    /^\s*v?(?:(?<epoch>\d+)!)?(?<release>\d+(?:\.\d+)*)/,
    /(?<pre>[-_.]?(?:alpha|a|beta|b|preview|pre|c|rc)[-_.]?\d*)?/,
    /(?<post>-\d+|[-_.]?(?:post|rev|r)[-_.]?\d*)?(?<dev>[-_.]?dev[-_.]?\d*)?/,
    /(?<local>\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?\s*$/,
  ]
    .map((part) => part.source)
    .join(''),
  'i',
);

function parseVersion(text: string): Version | undefined {
  const groups = PEP_440.exec(text)?.groups;
  if (!groups?.['release']) return undefined;
  const { epoch = '0', release, pre, post, dev, local } = groups;
  const isBefore = pre !== undefined || (dev !== undefined && post === undefined);
  const isAfter = post !== undefined || local !== undefined;
  return { epoch: Number(epoch), release: release.split('.').map(Number), stage: isBefore ? -1 : isAfter ? 1 : 0 };
}

/** Negative when `a` is older, positive when it is newer. */
function compare(a: Version, b: Version): number {
  if (a.epoch !== b.epoch) return a.epoch - b.epoch;
  for (let i = 0; i < Math.max(a.release.length, b.release.length); i++) {
    const difference = (a.release[i] ?? 0) - (b.release[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.stage - b.stage;
}

/** What an import of a file of this version answers; `failed` when the version cannot be read. */
export function checkVersion(version: string, current: string = CURRENT_DSL_VERSION): ImportStatus {
  const [theirs, ours] = [parseVersion(version), parseVersion(current)];
  if (!theirs || !ours) return 'failed';
  const [major = 0, minor = 0] = theirs.release;
  const [ourMajor = 0, ourMinor = 0] = ours.release;
  if (compare(theirs, ours) > 0 || major < ourMajor) return 'pending';
  return minor < ourMinor ? 'completed-with-warnings' : 'completed';
}
