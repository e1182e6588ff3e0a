/** What a caller may ask for: one function per request, `(scope, request)`. */
export type { FormAnswer, FormRequested, RunEvent } from '../engine/index.ts';
export { type ModelKind, type ModelReference, modelKinds, parseModelReference } from '../models/index.ts';
export type { RunHandle, RunOutcome } from '../runs/index.ts';
export type { Admission, Job, Member } from '../storage/index.ts';
export { getReplyJob, startDisabling, startEnabling } from './annotations/annotation-reply.ts';
export { createAnnotation, deleteAnnotation, listAnnotations, updateAnnotation } from './annotations/annotations.ts';
export { disableAnnotationReply, enableAnnotationReply, indexAnnotation } from './annotations/index-jobs.ts';
export { findIcon, findSite, getParameters, getSite, introduceApp } from './apps/app-facts.ts';
export { getEndUser } from './apps/get-end-user.ts';
export { type ImportAppResult, importApp } from './apps/import-app.ts';
export { listAppLogs } from './apps/list-app-logs.ts';
export { deleteApp, exportApp, listApps } from './apps/manage-apps.ts';
export { publishApp } from './apps/publish-app.ts';
export { MAX_AUDIO_BYTES, speakText, transcribeAudio } from './audio/audio.ts';
export { isSpoken, speakRun } from './audio/speak-run.ts';
export {
  deleteConversation,
  listConversations,
  listConversationVariables,
  renameConversation,
  setConversationVariable,
} from './conversations/conversations.ts';
export { type FullMessage, listMessages } from './conversations/list-messages.ts';
export { generateName, nameNewConversation } from './conversations/name-conversation.ts';
export { pinConversation } from './conversations/pin-conversation.ts';
export {
  createApiExtension,
  listApiExtensions,
  removeApiExtension,
  type ShownExtension,
} from './extensions/api-extensions.ts';
export { describeFile } from './files/file-kind.ts';
export { deleteFile, getFile, type OpenedFile, openAppFile } from './files/files.ts';
export type { FileContent, GivenFile } from './files/given-file.ts';
export { storeToolFile } from './files/store-tool-file.ts';
export { keepUpload, type StoredUpload, storeUpload } from './files/upload-file.ts';

export { TIMEOUT_ACTION } from './forms/form-answers.ts';
export { describeField, type FormField } from './forms/form-fields.ts';
export { getForm, submitForm } from './forms/forms.ts';
export { keepFormFile, keepFormFiles } from './forms/keep-form-file.ts';
export { resumeAnswered } from './forms/resume-answered.ts';
export { listWaitingForms } from './forms/waiting-forms.ts';
export { listJobs } from './jobs/list-jobs.ts';
export { retryDeadJobs, retryJob } from './jobs/retry-jobs.ts';
export { createKey, findApp } from './keys/create-key.ts';
export { listKeys, revokeKey } from './keys/manage-keys.ts';
export { createMember } from './members/create-member.ts';
export { generatePassword } from './members/generate-password.ts';
export { listMembers } from './members/list-members.ts';
export { resetPassword } from './members/reset-password.ts';
export {
  findTask,
  forgetMessage,
  getMessage,
  giveFeedback,
  listFeedbacks,
  listSavedMessages,
  saveMessage,
} from './messages/messages.ts';
export { repeatCompletion } from './messages/repeat-completion.ts';
export { suggestQuestions } from './messages/suggest-questions.ts';
export { addCredential } from './models/add-credential.ts';
export { getProvider } from './models/get-provider.ts';
export { listModels, type StoredCredential } from './models/list-models.ts';
export { listProviders, type OfferedProvider } from './models/list-providers.ts';
export { removeCredential } from './models/remove-credential.ts';
export { setDefaultModel } from './models/set-default-model.ts';
export { testModel } from './models/test-model.ts';
export { sweepStorage } from './retention/sweep-storage.ts';
export { continueRun } from './runs/continue-run.ts';
export { followRun } from './runs/follow-run.ts';
export { type FollowedRunHandle, openFollowedRun } from './runs/followed-run.ts';
export { getRun } from './runs/get-run.ts';
export { listRuns, showRun } from './runs/list-runs.ts';
export { type RecoveryPolicy, recoverRun } from './runs/recover-run.ts';
export { resumeRun } from './runs/resume-run.ts';
export type { StartedRun } from './runs/run-app.ts';
export { runDefinition } from './runs/run-definition.ts';
export { runPublished } from './runs/run-published.ts';
export { requestStop, stopRun } from './runs/stop-run.ts';
export { streamContextOf } from './runs/stream-context.ts';
export { type FoundProblem, validateDefinition } from './runs/validate-definition.ts';
export type {
  AppLimits,
  KnownVersions,
  RetentionRules,
  RunBinding,
  RunFileStore,
  Scope,
  SystemScope,
  UploadRules,
} from './scope.ts';
export { listAvailableModels } from './web/available-models.ts';
export { describeRemoteFile, uploadRemoteFile } from './web/remote-file.ts';
