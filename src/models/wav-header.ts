const HEADER_BYTES = 44;
/** What a file says of its length that is still being written. */
const UNKNOWN = 0xff_ff_ff_ff;

export interface WavFacts {
  readonly samplesPerSecond: number;
  /** Bytes of all samples; absent when they are still to come. */
  readonly dataBytes?: number;
}

/** The beginning of a WAV file of 16-bit samples in one channel (RIFF, little endian). */
export function wavHeader({ samplesPerSecond, dataBytes }: WavFacts): Uint8Array {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(dataBytes === undefined ? UNKNOWN : HEADER_BYTES - 8 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16); // length of what describes the format
  header.writeUInt16LE(1, 20); // PCM
  header.writeUInt16LE(1, 22); // channels
  header.writeUInt32LE(samplesPerSecond, 24);
  header.writeUInt32LE(samplesPerSecond * 2, 28); // bytes per second
  header.writeUInt16LE(2, 32); // bytes per sample
  header.writeUInt16LE(16, 34); // bits per sample
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes ?? UNKNOWN, 40);
  return header;
}
