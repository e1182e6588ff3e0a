/**
 * What the code finds besides the language: the part of Node's globals that Dify's own sandbox offers and that makes
 * sense without a machine around it. Guest code: it runs inside QuickJS, with nothing but texts to and from the host.
 * The large parts are evaluated when they are first touched, so that a plain call does not pay for them.
 */
export const PRELUDE = String.raw`(function (host, evaluate) {
'use strict';
const { parse, stringify } = JSON;
const { defineProperty } = Object;
const part = (name) => host('part', name);
let timers;
const keep = (value) => { timers = value; };
const define = (name, value) => defineProperty(globalThis, name, { value, writable: true, configurable: true });
const lazy = (from, names) => {
  const get = (name) => () => {
    const made = part(from)(host, keep);
    for (const each of names) define(each, made[each]);
    return made[name];
  };
  for (const name of names) {
    defineProperty(globalThis, name, { configurable: true, get: get(name), set: (value) => define(name, value) });
  }
};
lazy('timers', ['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate', 'queueMicrotask']);
lazy('text', ['TextEncoder', 'TextDecoder', 'btoa', 'atob', 'Buffer']);
lazy('url', ['URL', 'URLSearchParams']);
lazy('clone', ['structuredClone']);
lazy('crypto', ['crypto']);
lazy('print', ['console']);
lazy('require', ['require']);
const failed = (error) => part('failure')(stringify)(error);
const succeeded = (value) => {
  const text = stringify(value);
  if (text === undefined) throw new TypeError('main() returned ' + typeof value + ', which is not JSON');
  return 'ok\n' + text;
};
const runner = {
  begin(code, inputs) {
    try {
      evaluate(code);
      const value = evaluate('main')(parse(inputs));
      return value instanceof Promise ? part('promise')(runner, value, succeeded, failed, () => timers) : succeeded(value);
    } catch (error) {
      return failed(error);
    }
  },
};
return runner;
})`;

/** Each part is a function of `host` that makes the globals it is named for. */
export const PRELUDE_PARTS: Readonly<Record<string, string>> = {
  require: `(function () {
return { require: (name) => { throw new Error("Cannot find module '" + String(name) + "'"); } };
})`,

  failure: String.raw`(function (stringify) {
return (error) => {
  if (!(error instanceof Error)) return 'error\nUncaught ' + (typeof error === 'string' ? error : stringify(error));
  const lines = String(error.stack || '').split('\n').filter((line) => !line.includes('<prelude>') && line.trim());
  return 'error\n' + [error.name + ': ' + error.message, ...lines.slice(0, 10)].join('\n');
};
})`,

  promise: String.raw`(function (runner, promise, succeeded, failed, timers) {
let state;
const guarded = (work) => { try { return work(); } catch (error) { return failed(error); } };
promise.then((value) => { state = guarded(() => succeeded(value)); }, (error) => { state = failed(error); });
runner.settled = () => state ?? timers()?.waiting() ?? 'error\nError: main() returned a promise that never settles';
runner.fire = () => guarded(() => { timers().fire(); return 'wait0'; });
return 'wait0';
})`,

  timers: `(function (host, keep) {
const now = Date.now;
const timers = new Map();
let last = 0;
const schedule = (repeats) => (callback, delay, ...args) => {
  if (typeof callback !== 'function') throw new TypeError('The "callback" argument must be of type function');
  const wait = Math.max(1, Number(delay) || 0);
  timers.set(++last, { at: now() + wait, wait, repeats, callback, args });
  return last;
};
const cancel = (id) => { timers.delete(id); };
const first = () => {
  let found;
  for (const entry of timers) if (!found || entry[1].at < found[1].at) found = entry;
  return found;
};
keep({
  waiting: () => { const next = first(); return next && 'wait' + Math.max(0, next[1].at - now()); },
  fire: () => {
    const [id, timer] = first();
    if (timer.repeats) timer.at = now() + timer.wait; else timers.delete(id);
    timer.callback(...timer.args);
  },
});
return {
  setTimeout: schedule(false), setInterval: schedule(true), setImmediate: (callback, ...args) => schedule(false)(callback, 0, ...args),
  clearTimeout: cancel, clearInterval: cancel, clearImmediate: cancel,
  queueMicrotask: (callback) => { Promise.resolve().then(() => callback()); },
};
})`,

  print: String.raw`(function (host) {
const show = (value, depth, seen) => {
  if (typeof value === 'string') return depth === 0 ? value : JSON.stringify(value);
  if (typeof value === 'bigint') return value + 'n';
  if (typeof value === 'function') return '[Function: ' + (value.name || '(anonymous)') + ']';
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof Error) return value.stack ? value.name + ': ' + value.message : String(value);
  if (seen.includes(value)) return '[Circular]';
  if (depth > 2) return Array.isArray(value) ? '[Array]' : '[Object]';
  const inner = (item) => show(item, depth + 1, [...seen, value]);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Map) return 'Map(' + value.size + ') {' + [...value].map(([k, v]) => inner(k) + ' => ' + inner(v)).join(', ') + '}';
  if (value instanceof Set) return 'Set(' + value.size + ') {' + [...value].map(inner).join(', ') + '}';
  if (Array.isArray(value)) return value.length === 0 ? '[]' : '[ ' + value.map(inner).join(', ') + ' ]';
  const pairs = Object.keys(value).map((key) => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key)) + ': ' + inner(value[key]));
  return pairs.length === 0 ? '{}' : '{ ' + pairs.join(', ') + ' }';
};
const log = (...values) => { host('print', JSON.stringify(values.map((value) => show(value, 0, [])).join(' ') + '\n')); };
const quiet = () => {};
return { console: { log, info: log, debug: log, dir: log, table: log, warn: quiet, error: quiet, trace: quiet, assert: quiet,
  group: quiet, groupEnd: quiet, time: quiet, timeEnd: quiet, count: quiet } };
})`,

  text: String.raw`(function () {
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const encodeUtf8 = (text) => {
  const bytes = [];
  for (const character of String(text)) {
    let code = character.codePointAt(0);
    if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return bytes;
};
const decodeUtf8 = (bytes, fatal) => {
  let text = '';
  let index = 0;
  const bad = () => { if (fatal) throw new TypeError('The encoded data was not valid for encoding utf-8'); text += '\ufffd'; };
  while (index < bytes.length) {
    const first = bytes[index++];
    if (first < 0x80) { text += String.fromCharCode(first); continue; }
    const more = first >= 0xf0 && first < 0xf5 ? 3 : first >= 0xe0 && first < 0xf0 ? 2 : first >= 0xc2 && first < 0xe0 ? 1 : 0;
    if (more === 0) { bad(); continue; }
    let code = first & (0x3f >> more);
    let taken = 0;
    while (taken < more && index < bytes.length && (bytes[index] & 0xc0) === 0x80) {
      const lowest = taken === 0 ? (first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80) : 0x80;
      const highest = taken === 0 ? (first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf) : 0xbf;
      if (bytes[index] < lowest || bytes[index] > highest) break;
      code = (code << 6) | (bytes[index++] & 63);
      taken++;
    }
    if (taken < more) bad(); else text += String.fromCodePoint(code);
  }
  return text;
};
const toBase64 = (bytes) => {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const chunk = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += ALPHABET[chunk >> 18] + ALPHABET[(chunk >> 12) & 63];
    text += i + 1 < bytes.length ? ALPHABET[(chunk >> 6) & 63] : '=';
    text += i + 2 < bytes.length ? ALPHABET[chunk & 63] : '=';
  }
  return text;
};
const fromBase64 = (text) => {
  const bytes = [];
  let bits = 0;
  let held = 0;
  for (const character of text) {
    const value = ALPHABET.indexOf(character === '-' ? '+' : character === '_' ? '/' : character);
    if (character === '=') break;
    if (value < 0) continue;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) { bits -= 8; bytes.push((held >> bits) & 255); }
  }
  return bytes;
};
const latin1 = (bytes) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
const fail = (message) => { const error = new Error(message); error.name = 'InvalidCharacterError'; throw error; };
const btoa = (text) => {
  const codes = Array.from({ length: String(text).length }, (_, index) => String(text).charCodeAt(index));
  return codes.some((code) => code > 255) ? fail('Invalid character') : toBase64(codes);
};
const atob = (text) => {
  const clean = String(text).replace(/[\t\n\f\r ]/g, '');
  const bare = clean.length % 4 === 0 ? clean.replace(/==?$/, '') : clean;
  return bare.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(bare) ? fail('The string to be decoded is not correctly encoded.') : latin1(fromBase64(bare));
};
const bytesOf = (data) => {
  if (data === undefined) return [];
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
};
class TextEncoder {
  get encoding() { return 'utf-8'; }
  encode(text = '') { return Uint8Array.from(encodeUtf8(text)); }
}
class TextDecoder {
  #fatal; #keepsBom;
  constructor(encoding = 'utf-8', options = {}) {
    if (!/^(utf-?8|unicode-1-1-utf-8)$/i.test(encoding)) throw new RangeError('The "' + encoding + '" encoding is not supported');
    this.#fatal = options.fatal === true;
    this.#keepsBom = options.ignoreBOM === true;
  }
  get encoding() { return 'utf-8'; }
  decode(data) {
    const text = decodeUtf8(bytesOf(data), this.#fatal);
    return !this.#keepsBom && text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  }
}
const decoders = {
  utf8: encodeUtf8, 'utf-8': encodeUtf8, base64: fromBase64, base64url: fromBase64,
  hex: (text) => (text.match(/^(?:[0-9a-f]{2})*/i)[0].match(/../g) ?? []).map((pair) => parseInt(pair, 16)),
  latin1: (text) => Array.from(text, (character) => character.charCodeAt(0) & 255),
};
decoders.binary = decoders.ascii = decoders.latin1;
const encoders = {
  utf8: (bytes) => decodeUtf8(bytes, false), base64: toBase64,
  base64url: (bytes) => toBase64(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, ''),
  hex: (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''),
  latin1, ascii: (bytes) => latin1(bytes.map((byte) => byte & 127)),
};
encoders['utf-8'] = encoders.utf8;
encoders.binary = encoders.latin1;
const codec = (table, name) => {
  const found = Object.hasOwn(table, String(name).toLowerCase()) ? table[String(name).toLowerCase()] : undefined;
  if (!found) throw new TypeError('Unknown encoding: ' + name);
  return found;
};
class Buffer extends Uint8Array {
  static from(data, encoding = 'utf8') {
    if (typeof data === 'string') return Buffer.from(codec(decoders, encoding)(data));
    const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : data;
    const made = new Buffer(bytes.length);
    made.set(bytes);
    return made;
  }
  static alloc(size, fill = 0) { return new Buffer(size).fill(fill); }
  static allocUnsafe(size) { return new Buffer(size); }
  static isBuffer(value) { return value instanceof Buffer; }
  static byteLength(data, encoding) { return Buffer.from(data, encoding).length; }
  static concat(list) { return Buffer.from(list.flatMap((bytes) => Array.from(bytes))); }
  toString(encoding = 'utf8', start = 0, end = this.length) { return codec(encoders, encoding)(Uint8Array.from(this).subarray(start, end)); }
  toJSON() { return { type: 'Buffer', data: Array.from(this) }; }
  equals(other) { return this.length === other.length && this.every((byte, index) => byte === other[index]); }
}
return { TextEncoder, TextDecoder, btoa, atob, Buffer };
})`,

  url: String.raw`(function (host) {
const encode = (text) => encodeURIComponent(text).replace(/%20/g, '+').replace(/[!'()~]/g, (c) => '%' + c.charCodeAt(0).toString(16).toUpperCase());
const decode = (text) => {
  const spaced = text.replace(/\+/g, ' ');
  try { return decodeURIComponent(spaced); } catch { return spaced; }
};
class URLSearchParams {
  #pairs = []; #changed = () => {};
  constructor(init = '', changed) {
    if (changed) this.#changed = changed;
    if (typeof init === 'string') this.#parse(init);
    else if (typeof init[Symbol.iterator] === 'function') this.#pairs = Array.from(init, ([name, value]) => [String(name), String(value)]);
    else this.#pairs = Object.entries(init).map(([name, value]) => [name, String(value)]);
  }
  #parse(text) {
    for (const piece of text.replace(/^\?/, '').split('&')) {
      if (piece === '') continue;
      const at = piece.indexOf('=');
      this.#pairs.push(at < 0 ? [decode(piece), ''] : [decode(piece.slice(0, at)), decode(piece.slice(at + 1))]);
    }
  }
  get size() { return this.#pairs.length; }
  get(name) { return this.#pairs.find((pair) => pair[0] === name)?.[1] ?? null; }
  getAll(name) { return this.#pairs.filter((pair) => pair[0] === name).map((pair) => pair[1]); }
  has(name) { return this.#pairs.some((pair) => pair[0] === name); }
  append(name, value) { this.#pairs.push([String(name), String(value)]); this.#changed(); }
  delete(name) { this.#pairs = this.#pairs.filter((pair) => pair[0] !== name); this.#changed(); }
  set(name, value) {
    const at = this.#pairs.findIndex((pair) => pair[0] === name);
    if (at < 0) return this.append(name, value);
    this.#pairs = this.#pairs.filter((pair, index) => pair[0] !== name || index === at);
    this.#pairs[at][1] = String(value);
    this.#changed();
  }
  sort() { this.#pairs.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0)); this.#changed(); }
  forEach(callback) { for (const [name, value] of this.#pairs) callback(value, name, this); }
  keys() { return this.#pairs.map((pair) => pair[0]).values(); }
  values() { return this.#pairs.map((pair) => pair[1]).values(); }
  entries() { return this.#pairs.map((pair) => [...pair]).values(); }
  [Symbol.iterator]() { return this.entries(); }
  toString() { return this.#pairs.map(([name, value]) => encode(name) + '=' + encode(value)).join('&'); }
}
class URL {
  #parts; #params;
  constructor(text, base) {
    const found = host('url', String(text), base === undefined ? '' : String(base));
    if (found === '') throw Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL', input: String(text) });
    this.#parts = JSON.parse(found);
    this.#params = this.#makeParams();
  }
  static canParse(text, base) { return host('url', String(text), base === undefined ? '' : String(base)) !== ''; }
  static parse(text, base) { return URL.canParse(text, base) ? new URL(text, base) : null; }
  #makeParams() { return new URLSearchParams(this.#parts.search, () => this.#set('search', this.#params.toString())); }
  #set(name, value) { this.#parts = JSON.parse(host('url-set', this.#parts.href, name, String(value))); }
  get searchParams() { return this.#params; }
  toString() { return this.#parts.href; }
  toJSON() { return this.#parts.href; }
  static {
    for (const name of ['href', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash', 'origin']) {
      Object.defineProperty(URL.prototype, name, {
        configurable: true,
        enumerable: true,
        get() { return this.#parts[name]; },
        set(value) {
          if (name === 'origin') return;
          this.#set(name, value);
          if (name === 'search' || name === 'href') this.#params = this.#makeParams();
        },
      });
    }
  }
}
return { URL, URLSearchParams };
})`,

  clone: `(function () {
const clone = (value, seen) => {
  if (typeof value === 'function' || typeof value === 'symbol') throw Object.assign(new Error(String(value) + ' could not be cloned.'), { name: 'DataCloneError' });
  if (typeof value !== 'object' || value === null) return value;
  if (seen.has(value)) return seen.get(value);
  const keep = (made) => { seen.set(value, made); return made; };
  if (Array.isArray(value)) { const made = keep(new Array(value.length)); for (const key of Object.keys(value)) made[key] = clone(value[key], seen); return made; }
  if (value instanceof Date) return keep(new Date(value.getTime()));
  if (value instanceof RegExp) return keep(new RegExp(value.source, value.flags));
  if (value instanceof Map) { const made = keep(new Map()); for (const [k, v] of value) made.set(clone(k, seen), clone(v, seen)); return made; }
  if (value instanceof Set) { const made = keep(new Set()); for (const item of value) made.add(clone(item, seen)); return made; }
  if (value instanceof ArrayBuffer) return keep(value.slice(0));
  if (ArrayBuffer.isView(value)) return keep(value instanceof DataView ? new DataView(value.buffer.slice(0), value.byteOffset, value.byteLength) : value.slice());
  if (value instanceof Error) { const made = keep(new (globalThis[value.name] ?? Error)(value.message)); made.stack = value.stack; return made; }
  const made = keep({});
  for (const key of Object.keys(value)) made[key] = clone(value[key], seen);
  return made;
};
return { structuredClone: (value) => clone(value, new Map()) };
})`,

  crypto: `(function (host) {
const random = (count) => (host('random', String(count)).match(/../g) ?? []).map((pair) => parseInt(pair, 16));
const getRandomValues = (array) => {
  if (array.byteLength > 65536) throw new Error('The requested length exceeds 65,536 bytes');
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(random(array.byteLength));
  return array;
};
const randomUUID = () => {
  const bytes = random(16);
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};
return { crypto: { getRandomValues, randomUUID } };
})`,
};
