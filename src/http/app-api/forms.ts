import { z } from 'zod';
import type { Instance } from '../../instance/index.ts';
import { isJsonObject, type JsonObject } from '../../kernel/index.ts';
import { getForm, type Scope, submitForm } from '../../operations/index.ts';
import { formToWire, replies } from '../../protocol/index.ts';
import { type Guard, route } from '../route.ts';
import { pathText } from './queries.ts';

const tag = 'Human input';
const FormBody = z.looseObject({
  inputs: z.custom<JsonObject>(isJsonObject).meta({ type: 'object' }).default({}),
  action: z.string(),
});

interface FormReader {
  readonly scope: Scope;
  readonly app: { readonly id: Parameters<typeof getForm>[1]['appId'] };
}

/**
 * Forms that runs wait for, opened by whoever holds their token: `reader` guards what is asked, `answerer` what is
 * filled in. `shown` adds what a family shows beside them.
 */
export const formRoutes = <Credential, Access extends FormReader>(
  prefix: string,
  { reader: guard, answerer }: Readonly<Record<'reader' | 'answerer', Guard<Credential, Access>>>,
  shown: (access: Access, instance: Instance) => Promise<JsonObject> = async () => ({}),
) => [
  route({
    method: 'GET',
    url: `${prefix}/form/human_input/:form_token`,
    summary: 'A form that a run waits for',
    tag,
    guard,
    params: pathText('form_token'),
    replies: { 200: replies.FormReply },
    handle: async ({ access, params, instance }) => ({
      ...formToWire(await getForm(access.scope, { token: params.form_token, appId: access.app.id })),
      ...(await shown(access, instance)),
    }),
  }),
  route({
    method: 'POST',
    url: `${prefix}/form/human_input/:form_token`,
    summary: 'Answer a form; its run goes on',
    tag,
    guard: answerer,
    params: pathText('form_token'),
    body: FormBody,
    replies: { 200: replies.EmptyReply },
    async handle({ access, params, body: { action: actionId, inputs } }) {
      await submitForm(access.scope, { token: params.form_token, appId: access.app.id, actionId, inputs });
      return {};
    },
  }),
];
