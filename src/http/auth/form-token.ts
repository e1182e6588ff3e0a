import type { FormHolder } from '../../instance/index.ts';
import { KnownError } from '../../kernel/index.ts';
import type { Guard } from '../route.ts';

/** Whoever holds the token of a form may open it: it was sent to them. */
export const formToken: Guard<FormHolder, FormHolder> = {
  name: 'form-token',
  async authenticate(request, instance) {
    const { form_token: token } = request.params as { readonly form_token: string }; // part of the route's address
    const holder = await instance.enterForm(token);
    if (holder) return holder;
    throw new KnownError('not_found', { message: 'Form not found.' });
  },
  enter: async (holder) => holder,
};
