/**
 * How processes of one person talk on one machine: a socket in a folder (a named pipe on Windows) that only the owner of
 * the folder may use. One *request* and one *reply*, a line each, per connection; what they say is not this room's matter.
 */
export { askLocally } from './ask.ts';
export { type LocalListener, listenLocally } from './listen.ts';
