import { fileRoutes } from './files/routes.ts';
import type { Route } from './route.ts';
import { serviceApi } from './service-api/routes.ts';
import { systemRoutes } from './system.ts';
import { webApi } from './web-api/routes.ts';

export interface Family {
  readonly name: string;
  readonly routes: readonly Route[];
}

/** Every API family, and with it every route that is served. */
export const families: readonly Family[] = [
  { name: 'system', routes: systemRoutes },
  { name: 'service', routes: serviceApi },
  { name: 'web', routes: webApi },
  { name: 'files', routes: fileRoutes },
];
