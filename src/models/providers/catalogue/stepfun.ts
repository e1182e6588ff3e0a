/** Models of stepfun; columns: `read-catalogue.ts`. Prices per million tokens. */
export const stepfunModels = `
step-3.7-flash | llm chat | 256000 | mrstvw | 1.35 8.1 RMB | temperature top_p max_tokens=256000 reasoning_effort response_format json_schema
`;
