import { settingNames, settingOf, variableOf } from './config.ts';
import { nearestName } from './nearest-name.ts';
import type { Environment } from './settings/index.ts';

/** Ours, too, but no settings: they count before any configuration is read, or for one command only. */
const OTHER_VARIABLES = ['DIFY_CACHE_DIR', 'DIFY_DEBUG', 'DIFY_ENV_FILE', 'DIFY_USER_PASSWORD'];

/** What Kubernetes tells every container about a service called `dify` or `dify-…`. */
const SERVICE_LINK = /_(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT(_\d+_(TCP|UDP|SCTP)(_\w+)?)?)$/;

/** In bytes: RFC 7518 3.2 asks as much of a key of HMAC-SHA256, by which links and tokens are signed. */
const SHORTEST_SECRET_KEY = 32;

/** The key that stood in the `.env.example` of Dify for years: everybody knows it. */
const PUBLISHED_SECRET_KEY = 'sk-9f73s3ljTXVcMT3Blb3ljTqtsKiGHXVcMT3BlbkFJLK7U';

/** One line for each variable that looks like a setting of ours and is none. */
export function unknownVariables(env: Environment, place: string): string[] {
  const known = [...settingNames().map(variableOf), ...OTHER_VARIABLES];
  const unknown = Object.keys(env).filter((name) => name.startsWith('DIFY_') && !known.includes(name));
  return unknown
    .filter((name) => !SERVICE_LINK.test(name))
    .map((name) => {
      const meant = nameInDify(name) ?? nearestName(name, known);
      return `there is no setting ${name}${place}${meant === undefined ? '' : `; did you mean ${meant}?`}`;
    });
}

/** Of `DIFY_FILES_ACCESS_TIMEOUT`: Dify documents it as `FILES_ACCESS_TIMEOUT`, and so it works. */
function nameInDify(name: string): string | undefined {
  const bare = name.slice('DIFY_'.length);
  return settingNames()
    .flatMap((setting) => settingOf(setting).alsoCalled)
    .find((other) => other === bare);
}

/** What was signed with such a key says nothing. */
export function isGuessable(key: string): boolean {
  return isShort(key) || key === PUBLISHED_SECRET_KEY;
}

function isShort(key: string): boolean {
  return Buffer.byteLength(key) < SHORTEST_SECRET_KEY;
}

/** A key is taken as it is, as in Dify, where any text will do; whoever can guess it can sign whatever they like. */
export function weakSecretKey(key: string | undefined, origin: string): string[] {
  if (key === undefined) return [];
  if (!isGuessable(key)) return [];
  const reason = isShort(key) ? `is shorter than ${SHORTEST_SECRET_KEY} bytes` : 'is the one of the examples of Dify';
  return [
    `the secret key (${origin}) ${reason}: links and tokens signed with it can be forged; take one ` +
      'that "openssl rand -base64 42" makes, and name this one in DIFY_EARLIER_SECRET_KEYS',
  ];
}
