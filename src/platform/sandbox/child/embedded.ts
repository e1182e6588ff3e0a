/** The child of an executable: the program starts itself again, and this is all it loads then. It carries the assets itself. */
import { readAsset } from '../../assets/index.ts';
import { serveSandbox } from './serve.ts';

void serveSandbox(readAsset);
