import { liftFileUpload, modelConfigDefaults } from '../../dsl/index.ts';
import { isJsonObject, type JsonObject, KnownError, type UploadFileId } from '../../kernel/index.ts';
import type { App, AppAnnotationSetting, Site, UploadFile } from '../../storage/index.ts';
import type { Scope } from '../scope.ts';

type Needs = Pick<Scope, 'stores'>;

export interface AppIntroduction {
  readonly app: App;
  readonly tags: readonly string[];
  /** Empty where nobody in particular made the app. */
  readonly authorName: string;
}

/** What an app says about itself. */
export async function introduceApp({ stores }: Needs, app: App): Promise<AppIntroduction> {
  const [tags, author] = await Promise.all([
    stores.tags.listOf(app.id),
    app.createdBy === null ? undefined : stores.members.find(app.createdBy),
  ]);
  return { app, tags: tags.map(({ name }) => name), authorName: author?.account.name ?? '' };
}

/** The web app of an app, shown to visitors or not. */
export function findSite({ stores }: Needs, app: App): Promise<Site | undefined> {
  return stores.ofApp(app).site.find();
}

/** The published web app; refused where there is none. */
export async function getSite(scope: Needs, app: App): Promise<Site> {
  const site = await findSite(scope, app);
  if (site?.status === 'normal') return site;
  throw new KnownError('forbidden', { message: 'The app has no site.' });
}

/** The uploaded image that a site shows, which anybody may see: one of the workspace's accounts, whoever wrote its id. */
export async function findIcon(
  { stores }: Needs,
  { iconType, icon }: Pick<Site, 'iconType' | 'icon'>,
): Promise<UploadFile | undefined> {
  const upload = iconType === 'image' && icon ? await stores.uploadFiles.find(icon as UploadFileId) : undefined; // no row has another kind of id
  return upload?.createdByRole === 'account' ? upload : undefined;
}

export interface AppParameters {
  /** The features as the app's document has them. */
  readonly features: JsonObject;
  /** One field each, keyed by its type: `{text-input: {variable, …}}`. */
  readonly form: readonly JsonObject[];
  /** Of an app without a graph; absent while annotation reply is off. */
  readonly annotationSetting?: AppAnnotationSetting;
}

/** What a client must know to ask for input: the published form and features. */
export async function getParameters({ stores }: Needs, app: App): Promise<AppParameters> {
  if (app.appModelConfigId === null) {
    const workflow = await stores.workflows.findPublished(app.id);
    if (!workflow) throw new KnownError('app_unavailable', { message: 'Workflow not published' });
    return { features: withUploadRules(workflow.features), form: startForm(workflow.graph) };
  }
  const ofApp = stores.ofApp(app);
  const config = await ofApp.modelConfigs.find(app.appModelConfigId);
  if (!config) throw new KnownError('app_unavailable');
  const annotationSetting = await ofApp.annotations.findSetting();
  return {
    features: { retriever_resource: { enabled: modelConfigDefaults.retrieverResource }, ...config.configs },
    form: objectsAt(config.configs, 'user_input_form'),
    ...(annotationSetting && { annotationSetting }),
  };
}

/** What may be uploaded, as runs will obey it. */
function withUploadRules(features: JsonObject): JsonObject {
  const { file_upload: written } = features;
  return isJsonObject(written) ? { ...features, file_upload: liftFileUpload(written) } : features;
}

/** The fields of the start node, each under its type. */
function startForm(graph: JsonObject): JsonObject[] {
  const [start] = objectsAt(graph, 'nodes').flatMap(({ data }) =>
    isJsonObject(data) && data['type'] === 'start' ? [data] : [],
  );
  const variables = start ? objectsAt(start, 'variables') : [];
  return variables.map((field) => ({ [String(field['type'])]: field }));
}

function objectsAt(object: JsonObject, key: string): JsonObject[] {
  const list = object[key];
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
}
