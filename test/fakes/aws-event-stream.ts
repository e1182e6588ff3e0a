import { crc32 } from 'node:zlib';

/** A message of AWS's binary event stream (https://smithy.io/2.0/aws/amazon-eventstream.html). */
export function awsEvent(type: string, payload: unknown, kind: 'event' | 'exception' = 'event'): Buffer {
  const body = Buffer.from(JSON.stringify(payload), 'utf8');
  const headers = Buffer.concat([
    header(kind === 'event' ? ':event-type' : ':exception-type', type),
    header(':content-type', 'application/json'),
    header(':message-type', kind),
  ]);
  const total = 12 + headers.length + body.length + 4;
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32BE(total, 0);
  lengths.writeUInt32BE(headers.length, 4);
  const start = Buffer.concat([lengths, number(crc32(lengths)), headers, body]);
  return Buffer.concat([start, number(crc32(start))]);
}

const STRING_TYPE = 7;

function header(name: string, value: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.byteLength(value));
  return Buffer.concat([
    Buffer.from([name.length]),
    Buffer.from(name),
    Buffer.from([STRING_TYPE]),
    length,
    Buffer.from(value),
  ]);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}
