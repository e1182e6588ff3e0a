/** Models of mimo; columns: `read-catalogue.ts`. Prices per million tokens. */
export const mimoModels = `
mimo-v2-flash | llm chat | 256000 | mrs | 0 0 USD 1 | temperature top_p response_format thinking
mimo-v2.5-pro | llm chat | 1000000 | mrs | 0 0 USD 1 | temperature top_p response_format thinking
mimo-v2.5 | llm chat | 1000000 | mrs | 0 0 USD 1 | temperature top_p response_format thinking
`;
