/**
 * The program's first lines where the launcher had to stay beside it: `node launched.js ENTRY ...`. Ends the program as
 * SIGTERM does when the launcher is gone, however it ended, so that nothing is left behind that nobody started.
 */
import { pathToFileURL } from 'node:url';

const SIGTERM_CODE = 143; // as a shell tells it

process.once('disconnect', () => {
  if (!process.emit('SIGTERM', 'SIGTERM')) process.exit(SIGTERM_CODE);
});
process.channel.unref(); // a program that has nothing left to do ends

process.argv.splice(1, 1); // the program sees what it would see without us
await import(pathToFileURL(process.argv[1]).href);
