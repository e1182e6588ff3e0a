import { httpUrl, list, seconds, toggle, whole } from '../value-schemas.ts';
import { calledInDify, optional, type Setting, setting } from './setting.ts';

/** What requests to others may reach, and how much of them is waited for. */
export const networkSettings = {
  outboundAllow: setting(list, [], 'HOST[:PORT], CIDR or "private": inner addresses that apps may reach'),
  httpProxy: setting(optional(httpUrl), undefined, 'Proxy of http:// requests', {
    alsoCalled: ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'],
    isSecret: true, // it may hold a password
  }),
  httpsProxy: setting(optional(httpUrl), undefined, 'Proxy of https:// requests', {
    alsoCalled: ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'],
    isSecret: true,
  }),
  noProxy: setting(list, [], 'Hosts reached without a proxy', { alsoCalled: ['NO_PROXY', 'no_proxy'] }),
  httpConnectSeconds: setting(
    seconds,
    10,
    'Longest connect time of an HTTP node',
    calledInDify('HTTP_REQUEST_MAX_CONNECT_TIMEOUT', 's'),
  ),
  httpReadSeconds: setting(
    seconds,
    600,
    'Longest read time of an HTTP node',
    calledInDify('HTTP_REQUEST_MAX_READ_TIMEOUT', 's'),
  ),
  httpWriteSeconds: setting(
    seconds,
    600,
    'Longest write time of an HTTP node',
    calledInDify('HTTP_REQUEST_MAX_WRITE_TIMEOUT', 's'),
  ),
  httpMaxTextBytes: setting(
    whole(1),
    1024 * 1024,
    'Largest text reply of an HTTP node',
    calledInDify('HTTP_REQUEST_NODE_MAX_TEXT_SIZE', 'bytes'),
  ),
  httpMaxFileBytes: setting(
    whole(1),
    10 * 1024 * 1024,
    'Largest file reply of an HTTP node',
    calledInDify('HTTP_REQUEST_NODE_MAX_BINARY_SIZE', 'bytes'),
  ),
  httpVerifyTls: setting(
    toggle,
    true,
    'Check certificates in HTTP nodes unless the node says otherwise',
    calledInDify('HTTP_REQUEST_NODE_SSL_VERIFY'),
  ),
} as const satisfies Record<string, Setting>;
