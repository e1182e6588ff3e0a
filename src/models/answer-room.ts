import { getHeapStatistics } from 'node:v8';

/** Several times what any model can write: its longest answers have some 500,000 characters, thoughts included. */
const MOST_CHARACTERS = 4_000_000;

/** Until it is recorded, an answer takes about fifteen times its own room: on its way it is events, records and a message. */
const ROOM_CHARACTERS = getHeapStatistics().heap_size_limit / 64;

/** An answer grows while so many like it would have room: where the long ones are refused, short ones go on. */
const LIKE_IT = 4;

/**
 * How long the answers of all models have together while they are being written. Some dozens that do not end would
 * otherwise end the process for want of memory. An answer has room while three quarters are free.
 */
export class AnswerRoom {
  readonly #characters: number;
  #taken = 0;

  constructor(characters = ROOM_CHARACTERS) {
    this.#characters = characters;
  }

  /** The place of one answer. */
  enter(): AnswerShare {
    let own = 0;
    return {
      grow: (characters) => {
        own += characters;
        this.#taken += characters;
        if (own > MOST_CHARACTERS) return `the answer has more than ${MOST_CHARACTERS} characters`;
        const others = this.#taken - own;
        const hasRoom = others <= this.#characters / 4 || others + LIKE_IT * own <= this.#characters;
        return hasRoom ? undefined : `too many long answers at once (this one has ${own} characters); try again later`;
      },
      leave: () => {
        this.#taken -= own;
        own = 0;
      },
    };
  }
}

export interface AnswerShare {
  /** Answers why it may not grow any more, if so. */
  grow(characters: number): string | undefined;
  leave(): void;
}
