import type { JsonObject, TenantId } from '../kernel/index.ts';
import type { Scope, SystemScope } from '../operations/index.ts';
import type { Config } from '../platform/config/index.ts';
import type { Log } from '../platform/log/index.ts';
import type { LiveRuns } from '../runs/index.ts';
import type { App } from '../storage/index.ts';
import type { AppAccess, CallerResolver, TokenHolder } from './callers/callers.ts';
import type { PassportHolder, Passports } from './callers/passports.ts';
import type { SignedFiles } from './files/signed-files.ts';
import type { ServerAnswer, ServerRequest } from './upkeep/server-door.ts';

export interface InstanceOptions {
  readonly config: Config;
  /** False: a scratch instance in memory that leaves nothing behind. */
  readonly keepsRecords: boolean;
  /** Nothing is said without one. */
  readonly log?: Log;
  /** Told, in one line, what is not as a person would expect and stops nothing. */
  readonly warn?: (text: string) => void;
  /** Told, in one line, what keeps a person waiting for longer than about a second. */
  readonly tell?: (text: string) => void;
}

/** All rooms of the program, built once. */
export interface Instance {
  readonly config: Config;
  readonly runs: LiveRuns;
  readonly log: Log;
  readonly callers: CallerResolver;
  /** What the holder of an app's key may use, in the name of an end user. */
  enterApp(holder: TokenHolder, user: string | undefined): Promise<AppAccess>;
  /** What the visitor of a published web app may use. */
  enterWebApp(holder: PassportHolder): AppAccess;
  /** What the holder of a workspace's key, or of a link it has signed, may use. */
  enterWorkspace(tenantId: TenantId): Scope;
  /** What the holder of a form's token may use; undefined for an unknown token. */
  enterForm(token: string): Promise<FormHolder | undefined>;
  /** What whoever fills in a form may use to upload for it: the run's own person keeps the files. */
  enterFormUploads(holder: FormHolder, token: string): Promise<AppAccess>;
  readonly passports: Passports;
  readonly files: SignedFiles;
  /** What the owner of this machine may use: the command line. */
  localScope(request: LocalScopeRequest): Promise<Scope>;
  /** What belongs to no workspace: for whoever looks after this machine. */
  systemScope(): SystemScope;
  /** Links that are made from now on begin with this address, where none is configured. */
  listensAt(url: string): void;
  /** A link that opens one file for a while. */
  signedFileUrl(id: string): string;
  signedToolFileUrl(file: { readonly id: string; readonly name: string }): string;
  /** Lets the server of this data directory do something; undefined when none is there, and the caller has to do it. */
  askServer(request: ServerRequest): Promise<ServerAnswer | undefined>;
  /** Opens what a server needs; true when nobody has used the data directory before. */
  prepareServing(): Promise<boolean>;
  /** Since when it takes nothing new. */
  readonly isDraining: boolean;
  /**
   * Takes over nothing more and lets runs end for a while; what is left then, as many as it answers, goes on when a
   * server is back.
   */
  drain(): Promise<number>;
  /** Ends what is under way and lets go of everything. */
  close(): Promise<void>;
}

/** Who was sent the address of a form. */
export interface FormHolder {
  readonly scope: Scope;
  readonly app: App;
}

export interface LocalScopeRequest {
  readonly user: string;
  /** Id or name of a workspace; the oldest when absent. */
  readonly workspace?: string;
  /** `--model FROM=TO`. */
  readonly modelOverrides?: readonly string[];
  /** `--mocks`: outputs that replace the work of nodes. */
  readonly mocks?: JsonObject;
}
