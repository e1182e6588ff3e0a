/** Models of voyage; columns: `read-catalogue.ts`. Prices per million tokens. */
export const voyageModels = `
voyage-3-large | text-embedding | 32000 | - | 0.18 0 USD
voyage-3-lite | text-embedding | 32000 | - | 0.02 0 USD
voyage-3.5-lite | text-embedding | 32000 | - | 0.02 0 USD
voyage-3.5 | text-embedding | 32000 | - | 0.06 0 USD
voyage-3 | text-embedding | 32000 | - | 0.06 0 USD
voyage-4-large | text-embedding | 32000 | - | 0.12 0 USD
voyage-4-lite | text-embedding | 32000 | - | 0.02 0 USD
voyage-4 | text-embedding | 32000 | - | 0.06 0 USD
voyage-code-2 | text-embedding | 16000 | - | 0.12 0 USD
voyage-code-3 | text-embedding | 32000 | - | 0.18 0 USD
voyage-context-4 | text-embedding | 32000 | - | 0.12 0 USD
voyage-finance-2 | text-embedding | 32000 | - | 0.12 0 USD
voyage-law-2 | text-embedding | 16000 | - | 0.12 0 USD
voyage-multilingual-2 | text-embedding | 32000 | - | 0.12 0 USD
voyage-multimodal-3.5 | text-embedding | 32000 | - | 0.06 0 USD
voyage-multimodal-3 | text-embedding | 32000 | - | 0.06 0 USD
rerank-1 | rerank | 8000 | - | -
rerank-2.5-lite | rerank | 32000 | - | -
rerank-2.5 | rerank | 32000 | - | -
rerank-2 | rerank | 16000 | - | -
rerank-lite-1 | rerank | 4000 | - | -
rerank-lite-2 | rerank | 8000 | - | -
`;
