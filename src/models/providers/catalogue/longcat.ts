/** Models of longcat; columns: `read-catalogue.ts`. Prices per million tokens. */
export const longcatModels = `
LongCat-2.0 | llm chat | 1048576 | mrst | 0.3 1.2 USD | temperature max_tokens=131072 top_p enable_thinking
`;
