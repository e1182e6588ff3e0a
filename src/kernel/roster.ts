/** The place of one thing in a roster. */
export interface Place {
  /** To no effect the second time. */
  leave(): void;
}

/**
 * Who is there, in the order of coming, where many come and go. A `Set` makes itself a new table from time to time, and
 * its former tables, which nobody needs any more, go on pointing to each other and to all that was in them: V8 then
 * takes things that have long left for things in use, and copies them with every collection of the young. What has left
 * a roster is held by nothing in it.
 */
export class Roster<Thing> implements Iterable<Thing> {
  readonly #end = new Link<Thing>(undefined);

  get isEmpty(): boolean {
    return this.#end.next === this.#end;
  }

  add(thing: Thing): Place {
    const link = new Link<Thing>(thing);
    link.joinBefore(this.#end);
    return link;
  }

  /** Those who are there now, whoever comes or leaves meanwhile. */
  [Symbol.iterator](): IterableIterator<Thing> {
    const things: Thing[] = [];
    for (let link = this.#end.next; link !== this.#end; link = link.next) things.push(link.thing as Thing); // only the end has none
    return things.values();
  }
}

class Link<Thing> implements Place {
  thing: Thing | undefined;
  next: Link<Thing> = this;
  #previous: Link<Thing> = this;

  constructor(thing: Thing | undefined) {
    this.thing = thing;
  }

  joinBefore(other: Link<Thing>): void {
    this.next = other;
    this.#previous = other.#previous;
    other.#previous.next = this;
    other.#previous = this;
  }

  leave(): void {
    this.#previous.next = this.next;
    this.next.#previous = this.#previous;
    this.next = this;
    this.#previous = this;
    this.thing = undefined;
  }
}
