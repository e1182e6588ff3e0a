import { programVersion } from '../platform/assets/index.ts';
import { anyone, route } from './route.ts';

/** For operators: is it alive? */
export const systemRoutes = [
  route({
    method: 'GET',
    url: '/health',
    summary: 'Is the server alive',
    guard: anyone,
    isPrompt: true,
    handle: async () => ({ pid: process.pid, status: 'ok', version: programVersion().version }),
  }),
];
