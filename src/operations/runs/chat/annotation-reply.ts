import { type FoundAnnotation, findAnnotation } from '../../../chat/index.ts';
import type { AnnotationSource, PresetAnswered } from '../../../engine/index.ts';
import type { RunFacts } from '../../../runs/index.ts';
import type { AppStores } from '../../../storage/index.ts';
import type { Scope } from '../../scope.ts';

type Needs = Pick<Scope, 'models' | 'stores' | 'keepsRecords' | 'caller' | 'creator' | 'clock' | 'log'>;

export interface AskedQuestion {
  readonly facts: RunFacts;
  readonly query: string;
  /** Session id of the person who asks. */
  readonly user: string;
}

/** The answer that a person wrote for such a question. A failure on the way is logged, and the app itself answers. */
export async function annotationReply(scope: Needs, asked: AskedQuestion): Promise<PresetAnswered | undefined> {
  const { appId, mode } = asked.facts;
  if (!scope.keepsRecords || mode === 'completion' || asked.query === '') return undefined;
  try {
    return await lookUp(scope, asked);
  } catch (error) {
    scope.log.warn('annotations of an app could not be searched', { app: appId, error });
    return undefined;
  }
}

async function lookUp(scope: Needs, asked: AskedQuestion): Promise<PresetAnswered | undefined> {
  const app = await scope.stores.apps.get(asked.facts.appId);
  const { annotations } = scope.stores.ofApp(app);
  const { models, stores } = scope;
  const found = await findAnnotation({ appId: app.id, annotations, vectors: stores.vectors, models }, asked.query);
  if (!found) return undefined;
  await noteHit(scope, annotations, found, asked);
  const { content: answer } = found.annotation;
  const at = scope.clock.now();
  const annotation = await sourceOf(scope, found);
  return { type: 'preset-answered', at, answer, reason: 'annotation_reply', annotation };
}

async function noteHit(
  scope: Needs,
  annotations: AppStores['annotations'],
  { annotation, score }: FoundAnnotation,
  { facts, query, user }: AskedQuestion,
): Promise<void> {
  const { invokeFrom } = scope.caller;
  const { createdBy } = await scope.creator(facts.appId, user);
  await annotations.recordHit({
    ...{ annotationId: annotation.id, question: query, score, createdBy },
    annotationQuestion: annotation.question,
    annotationContent: annotation.content,
    source: invokeFrom === 'service-api' || invokeFrom === 'web-app' ? 'api' : 'console',
    ...(facts.messageId !== undefined && { messageId: facts.messageId }),
  });
}

/** Who wrote it, as far as that is known. */
async function sourceOf({ stores }: Needs, { annotation }: FoundAnnotation): Promise<AnnotationSource> {
  const { id, accountId } = annotation;
  if (accountId === null) return { id };
  const member = await stores.members.find(accountId);
  return { id, accountId, ...(member && { accountName: member.account.name }) };
}
