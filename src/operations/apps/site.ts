import type { App, SiteRecord } from '../../storage/index.ts';
import { randomText } from '../keys/random-text.ts';

/** In the URL of a published web app (Dify models/model.py, `Site.generate_code`). */
const CODE_LENGTH = 16;

/** The site with which an app begins. */
export function siteOf({ name, icon, iconType, iconBackground, description, useIconAsAnswerIcon }: App): SiteRecord {
  return {
    ...{ title: name, icon, iconType, iconBackground, description, useIconAsAnswerIcon },
    code: randomText(CODE_LENGTH),
  };
}
