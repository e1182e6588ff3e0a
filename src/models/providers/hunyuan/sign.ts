import { createHash, createHmac } from 'node:crypto';

/** A POST of JSON to one of Tencent Cloud's services. */
export interface Tc3Request {
  readonly secretId: string;
  readonly secretKey: string;
  /** The product: the first label of the host. */
  readonly service: string;
  readonly host: string;
  readonly contentType: string;
  /** The body, to the byte. */
  readonly payload: string;
  /** When, in seconds since 1970. */
  readonly timestamp: number;
}

const ALGORITHM = 'TC3-HMAC-SHA256';
const SIGNED_HEADERS = 'content-type;host';

/** The `Authorization` of signature method v3 (https://cloud.tencent.com/document/api/213/30654). */
export function tc3Authorization(request: Tc3Request): string {
  const date = new Date(request.timestamp * 1000).toISOString().slice(0, 10);
  const scope = `${date}/${request.service}/tc3_request`;
  const toSign = [ALGORITHM, request.timestamp, scope, sha256(canonicalRequest(request))].join('\n');
  const signature = hmac(signingKey(request, date), toSign).toString('hex');
  const credential = `${request.secretId}/${scope}`;
  return `${ALGORITHM} Credential=${credential}, SignedHeaders=${SIGNED_HEADERS}, Signature=${signature}`;
}

/** Method, path, query, headers, their names, hash of the body: path and query are always empty here. */
function canonicalRequest({ contentType, host, payload }: Tc3Request): string {
  const headers = `content-type:${contentType.toLowerCase()}\nhost:${host.toLowerCase()}\n`;
  return ['POST', '/', '', headers, SIGNED_HEADERS, sha256(payload)].join('\n');
}

function signingKey({ secretKey, service }: Tc3Request, date: string): Buffer {
  return [service, 'tc3_request'].reduce(hmac, hmac(`TC3${secretKey}`, date));
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
