import { errorText } from '../../kernel/index.ts';

/** Why no reply came, for those who answer differently to each. */
export interface OutboundFailure {
  readonly kind:
    | 'connect-timeout'
    | 'read-timeout'
    | 'unknown-host'
    | 'refused'
    | 'tls'
    | 'dropped'
    | 'aborted'
    | 'other';
  readonly text: string;
}

const KINDS: Readonly<Record<string, OutboundFailure['kind']>> = {
  UND_ERR_CONNECT_TIMEOUT: 'connect-timeout',
  ETIMEDOUT: 'connect-timeout',
  UND_ERR_HEADERS_TIMEOUT: 'read-timeout',
  UND_ERR_BODY_TIMEOUT: 'read-timeout',
  ENOTFOUND: 'unknown-host',
  EAI_AGAIN: 'unknown-host',
  ECONNREFUSED: 'refused',
  ECONNRESET: 'dropped',
  EPIPE: 'dropped',
  UND_ERR_SOCKET: 'dropped',
};

const TLS_CODES = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/;

/** Looks below the "fetch failed" of `fetch` for what really happened. */
export function outboundFailure(error: unknown): OutboundFailure {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at.name === 'AbortError' || at.name === 'TimeoutError') return { kind: 'aborted', text: at.message };
    const code = 'code' in at && typeof at.code === 'string' ? at.code : '';
    const kind = KINDS[code] ?? (TLS_CODES.test(code) ? 'tls' : undefined);
    if (kind) return { kind, text: at.message || code };
  }
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return { kind: 'other', text: errorText(cause) };
}

const REASONS: Readonly<Partial<Record<OutboundFailure['kind'], string>>> = {
  'connect-timeout': 'connecting took too long',
  'read-timeout': 'the reply took too long',
  'unknown-host': 'the name of the host is not known',
  refused: 'the connection was refused',
  dropped: 'the connection was dropped',
};

/** The same for whoever need not know the host's address, which Node tells with some failures. */
export function outboundReason(error: unknown): string {
  const { kind, text } = outboundFailure(error);
  return REASONS[kind] ?? text;
}
