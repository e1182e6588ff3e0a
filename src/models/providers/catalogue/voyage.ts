/** Models of voyage; columns: `read-catalogue.ts`. */
export const voyageModels = `
voyage-3-large | text-embedding | 32000 | - | 0.00018 0 USD 0.001
voyage-3-lite | text-embedding | 32000 | - | 0.00002 0 USD 0.001
voyage-3.5-lite | text-embedding | 32000 | - | 0.00002 0 USD 0.001
voyage-3.5 | text-embedding | 32000 | - | 0.00006 0 USD 0.001
voyage-3 | text-embedding | 32000 | - | 0.00006 0 USD 0.001
voyage-4-large | text-embedding | 32000 | - | 0.00012 0 USD 0.001
voyage-4-lite | text-embedding | 32000 | - | 0.00002 0 USD 0.001
voyage-4 | text-embedding | 32000 | - | 0.00006 0 USD 0.001
voyage-code-2 | text-embedding | 16000 | - | 0.00012 0 USD 0.001
voyage-code-3 | text-embedding | 32000 | - | 0.00018 0 USD 0.001
voyage-context-4 | text-embedding | 32000 | - | 0.00012 0 USD 0.001
voyage-finance-2 | text-embedding | 32000 | - | 0.00012 0 USD 0.001
voyage-law-2 | text-embedding | 16000 | - | 0.00012 0 USD 0.001
voyage-multilingual-2 | text-embedding | 32000 | - | 0.00012 0 USD 0.001
voyage-multimodal-3.5 | text-embedding | 32000 | - | 0.00006 0 USD 0.001
voyage-multimodal-3 | text-embedding | 32000 | - | 0.00006 0 USD 0.001
rerank-1 | rerank | 8000 | - | -
rerank-2.5-lite | rerank | 32000 | - | -
rerank-2.5 | rerank | 32000 | - | -
rerank-2 | rerank | 16000 | - | -
rerank-lite-1 | rerank | 4000 | - | -
rerank-lite-2 | rerank | 8000 | - | -
`;
