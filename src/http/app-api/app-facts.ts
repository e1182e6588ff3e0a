import { findIcon, getParameters, getSite, introduceApp } from '../../operations/index.ts';
import { introductionToWire, parametersToWire, replies, siteToWire } from '../../protocol/index.ts';
import { route } from '../route.ts';
import { type AppFamily, byQuery } from './family.ts';

const tag = 'Application';

export const appFactRoutes = (family: AppFamily) => [
  route({
    method: 'GET',
    url: `${family.prefix}/parameters`,
    summary: 'The input form of the app, its features and the limits of uploads',
    tag,
    guard: family.guard(byQuery),
    replies: { 200: replies.ParametersReply },
    handle: async ({ access, instance }) =>
      parametersToWire(await getParameters(access.scope, access.app), instance.config),
  }),
  route({
    method: 'GET',
    url: `${family.prefix}/meta`,
    summary: 'The icons of the tools that the app uses',
    tag,
    guard: family.guard(byQuery),
    replies: { 200: replies.MetaReply },
    // Tools of our own have no icons to tell of.
    handle: async () => ({ tool_icons: {} }),
  }),
];

/** What only programs ask for. */
export const appFactProgramRoutes = (family: AppFamily) => [
  route({
    method: 'GET',
    url: `${family.prefix}/info`,
    summary: 'Name, description and mode of the app',
    tag,
    guard: family.guard(byQuery),
    replies: { 200: replies.InfoReply },
    handle: async ({ access }) => introductionToWire(await introduceApp(access.scope, access.app)),
  }),
  route({
    method: 'GET',
    url: `${family.prefix}/site`,
    summary: 'How the published web app looks',
    tag,
    guard: family.guard(byQuery),
    replies: { 200: replies.SiteReply },
    async handle({ access, instance }) {
      const site = await getSite(access.scope, access.app);
      return siteToWire(site, await iconUrlOf(site, access.scope, instance));
    },
  }),
];

/** Icons that are uploaded images are shown by a link. */
export async function iconUrlOf(
  site: Parameters<typeof findIcon>[1],
  scope: Parameters<typeof findIcon>[0],
  { signedFileUrl }: { signedFileUrl(id: string): string },
): Promise<string | null> {
  const icon = await findIcon(scope, site);
  return icon ? signedFileUrl(icon.id) : null;
}
