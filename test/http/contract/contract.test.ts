import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scenarios } from './answers.ts';
import { type Checker, createChecker } from './check.ts';
import { differences, unsentEvents } from './differences.ts';
import { type ApiDocument, type DocumentedAnswer, type Operation, operationsOf, readDocument } from './document.ts';
import { type Answer, openStage, type Stage, streamed } from './stage.ts';
import { documentedEvents, schemaOfEvent } from './streams.ts';

/**
 * The Service API against its published document: each operation is brought to give every answer that the document
 * describes, and each answer is held against its schema.
 */
const document = readDocument();

describe.skipIf(document === undefined)('the published document of the Service API', () => {
  const known = document as ApiDocument; // skipped where there is none
  const operations = document ? operationsOf(document) : [];
  const seenEvents = new Set<string>();
  let stage: Stage;
  let checker: Checker;
  beforeAll(async () => {
    stage = await openStage();
    checker = createChecker(known, differences);
  });
  afterAll(async () => {
    expect(stage.served.errors).toEqual([]);
    await stage.close();
  });

  test.each(operations.map((operation) => [operation.name, operation] as const))('%s', async (name, operation) => {
    const answers = (await scenarios[name]?.(stage)) ?? [];
    expect(answers.flatMap((answer) => problemsOf(operation, answer))).toEqual([]);
    for (const { status, contentType } of operation.answers)
      expect(answers, `${status} ${contentType}`).toContainEqual(expect.objectContaining({ status, contentType }));
  });

  function problemsOf(operation: Operation, answer: Answer): string[] {
    const documented = operation.answers.find(
      (one) => one.status === answer.status && one.contentType === answer.contentType,
    );
    if (!documented) return [`${answer.status} ${answer.contentType} is not documented: ${answer.text}`];
    if (documented.contentType === 'text/event-stream') return streamProblems(operation, answer);
    return documented.contentType === 'application/json' ? bodyProblems(operation, documented, answer) : [];
  }

  function bodyProblems({ name }: Operation, { status, schema }: DocumentedAnswer, { json }: Answer): string[] {
    return schema ? checker.problemsOf(schema, json, `${name} ${status}`) : [];
  }

  function streamProblems(operation: Operation, answer: Answer): string[] {
    return streamed(answer).flatMap((event) => {
      const name = schemaOfEvent(known, operation, event);
      if (name === undefined) return [`the event ${event.event} is not documented`];
      seenEvents.add(name);
      return checker.problemsOf({ $ref: `#/components/schemas/${name}` }, event, name);
    });
  }

  test('every event of the streams is sent by some app, or is known not to be', () => {
    const unsent = documentedEvents(known).filter((name) => !seenEvents.has(name));
    expect(unsent.sort()).toEqual(Object.keys(unsentEvents).sort());
  });

  test('nothing is brought about that the document does not know', () => {
    const names = operations.map(({ name }) => name);
    expect(Object.keys(scenarios).filter((name) => !names.includes(name))).toEqual([]);
  });

  test('every difference that is listed is one', () => {
    expect(checker.unneeded()).toEqual([]);
  });
});
