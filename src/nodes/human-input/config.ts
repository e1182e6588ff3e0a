import { z } from 'zod';
import { integerField, json, jsonObject, optionally, Selector, withDefault } from '../config-fields.ts';

const Default = z.object({
  type: z.enum(['constant', 'variable']),
  selector: withDefault(Selector, []),
  value: optionally(json),
});

/** What a select offers: texts, or a variable that holds a list of them. */
const OptionSource = z.looseObject({
  type: z.enum(['constant', 'variable']),
  selector: withDefault(Selector, []),
  value: withDefault(z.array(z.string()), []),
});

/** Old files call the default a placeholder. Further keys (what a field for files takes) belong to who fills it in. */
const FormInput = z
  .looseObject({
    type: z.string(),
    output_variable_name: z.string(),
    option_source: optionally(OptionSource),
    default: optionally(Default),
    placeholder: optionally(Default),
  })
  .transform(({ placeholder, ...input }) => ({ ...input, default: input.default ?? placeholder }));
export type FormInput = z.infer<typeof FormInput>;

const UserAction = z.object({
  id: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'an action id has letters, digits and underscores only'),
  title: withDefault(z.string(), ''),
  button_style: withDefault(z.string(), 'default'),
});

export const HumanInputConfig = z.object({
  delivery_methods: withDefault(z.array(jsonObject), []),
  form_content: withDefault(z.string(), ''),
  inputs: withDefault(
    z.array(FormInput).refine((inputs) => isUnique(inputs.map((input) => input.output_variable_name)), {
      message: 'two inputs have the same output_variable_name',
    }),
    [],
  ),
  user_actions: withDefault(
    z.array(UserAction).refine((actions) => isUnique(actions.map((action) => action.id)), {
      message: 'two user actions have the same id',
    }),
    [],
  ),
  timeout: withDefault(integerField, 36),
  timeout_unit: withDefault(z.enum(['hour', 'day']), 'hour'),
});
export type HumanInputConfig = z.infer<typeof HumanInputConfig>;

function isUnique(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}
