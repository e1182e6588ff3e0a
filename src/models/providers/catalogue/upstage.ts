/** Models of upstage; columns: `read-catalogue.ts`. Prices per million tokens. */
export const upstageModels = `
solar-1-mini-chat | llm chat | 32768 | mrs | 0.5 0.5 USD | temperature top_p max_tokens=32768 seed
solar-embedding-1-large-passage | text-embedding | 4000 | - | 0.1 0 USD
solar-embedding-1-large-query | text-embedding | 4000 | - | 0.1 0 USD
`;
