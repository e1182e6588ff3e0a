import { consoleApi } from './console-api/routes.ts';
import { type DescribedFamily, docsRoutes } from './docs.ts';
import { fileRoutes } from './files/routes.ts';
import type { Route } from './route.ts';
import { serviceApi } from './service-api/routes.ts';
import { systemRoutes } from './system.ts';
import { webApi } from './web-api/routes.ts';

export interface Family {
  readonly name: string;
  readonly routes: readonly Route[];
}

const described = (name: string, family: DescribedFamily): Family => ({
  name,
  routes: [...family.routes, ...docsRoutes(family)],
});

/** Every API family, and with it every route that is served. */
export const families: readonly Family[] = [
  { name: 'system', routes: systemRoutes },
  described('service', { prefix: '/v1', title: 'Service API', routes: serviceApi }),
  described('web', { prefix: '/api', title: 'Web API', routes: webApi }),
  { name: 'console', routes: consoleApi },
  described('files', { prefix: '/files', title: 'Files', routes: fileRoutes }),
];
