/** The child as a file of its own, for working trees: `sandbox-child.mjs`. The executable starts itself instead. */
import { serveSandbox } from './serve.ts';

await serveSandbox();
