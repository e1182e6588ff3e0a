import type { RunEvent } from '../operations/index.ts';
import { cutToWidth } from './display-width.ts';
import type { Output } from './io.ts';

const MARKS = { running: '…', succeeded: '✓', failed: '✗', exception: '!', stopped: '■', paused: '⏸' } as const;
const COLORS = { running: 36, succeeded: 32, failed: 31, exception: 33, stopped: 33, paused: 35 } as const;

interface NodeLine {
  readonly title: string;
  readonly depth: number;
  readonly startedAt: number;
  status: keyof typeof MARKS;
  seconds?: number;
  tokens?: number;
  note?: string;
}

/** How many lines are repainted; older ones scroll away as they are. */
const WINDOW = 12;

/** The nodes of a run as they work, on a terminal's standard error. */
export class LiveNodes {
  readonly #output: Output;
  readonly #lines = new Map<string, NodeLine>();
  #painted = 0;
  #isBehindText = false;

  constructor(output: Output) {
    this.#output = output;
  }

  async onEvent(event: RunEvent): Promise<void> {
    if (!this.#take(event)) return;
    await this.#paint();
  }

  /** Takes the list away before other text is written there. */
  async clear(): Promise<void> {
    if (this.#painted > 0) await this.#output.write(`\x1b[${this.#painted}A\x1b[J`);
    this.#painted = 0;
  }

  /** Takes the list away for a text on the same terminal; behind a line that is not over it does not come back. */
  async giveWay(text: string): Promise<void> {
    await this.clear();
    if (text !== '') this.#isBehindText = !text.endsWith('\n');
  }

  #take(event: RunEvent): boolean {
    if (event.type === 'node-started' || event.type === 'rounds-started') {
      const line: NodeLine = {
        title: event.title || event.nodeId,
        depth: event.frame.length,
        startedAt: event.at,
        status: 'running',
      };
      this.#lines.set(event.executionId, line);
      return true;
    }
    const line = 'executionId' in event ? this.#lines.get(event.executionId) : undefined;
    if (!line) return false;
    if (event.type === 'node-retried') line.note = `retry ${event.retryIndex}: ${event.error}`;
    else if (event.type === 'round-started') line.note = `round ${event.round + 1}`;
    else if (event.type === 'node-finished') finishLine(line, event);
    else return false;
    return true;
  }

  async #paint(): Promise<void> {
    if (this.#isBehindText) return;
    const shown = [...this.#lines.values()].slice(-WINDOW).map((line) => this.#print(line));
    const up = this.#painted > 0 ? `\x1b[${this.#painted}A\x1b[J` : '';
    this.#painted = shown.length;
    await this.#output.write(`${up}${shown.join('\n')}\n`);
  }

  #print(line: NodeLine): string {
    const parts = [
      `${'  '.repeat(line.depth)}${MARKS[line.status]} ${line.title}`,
      line.seconds === undefined ? '' : `${line.seconds.toFixed(2)} s`,
      line.tokens ? `${line.tokens} tokens` : '',
      line.note ?? '',
    ].filter((part) => part !== '');
    const whole = parts.join('  ').replaceAll(/\p{Cc}/gu, ' ');
    const text = cutToWidth(whole, this.#output.width - 1);
    return this.#output.hasColor ? `\x1b[${COLORS[line.status]}m${text}\x1b[0m` : text;
  }
}

function finishLine(line: NodeLine, event: Extract<RunEvent, { type: 'node-finished' }>): void {
  line.status = event.status;
  line.seconds = event.elapsedSeconds;
  if (event.usage) line.tokens = event.usage.totalTokens;
  delete line.note;
  if (event.error !== undefined) line.note = event.error;
}
