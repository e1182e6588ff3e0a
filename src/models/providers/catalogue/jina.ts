/** Models of jina; columns: `read-catalogue.ts`. */
export const jinaModels = `
jina-clip-v1 | text-embedding | 8192 | v | 0.001 0 USD 0.001
jina-clip-v2 | text-embedding | 8192 | v | 0.001 0 USD 0.001
jina-embeddings-v2-base-de | text-embedding | 8192 | - | 0.001 0 USD 0.001
jina-embeddings-v2-base-en | text-embedding | 8192 | - | 0.001 0 USD 0.001
jina-embeddings-v2-base-zh | text-embedding | 8192 | - | 0.001 0 USD 0.001
jina-embeddings-v3 | text-embedding | 8192 | - | 0.001 0 USD 0.001
jina-embeddings-v4 | text-embedding | 8192 | v | 0.001 0 USD 0.001
jina-colbert-v1-en | rerank | 8192 | - | -
jina-colbert-v2 | rerank | 8192 | - | -
jina-reranker-m0 | rerank | 8192 | v | -
jina-reranker-v1-base-en | rerank | 8192 | - | -
jina-reranker-v1-tiny-en | rerank | 8192 | - | -
jina-reranker-v1-turbo-en | rerank | 8192 | - | -
jina-reranker-v2-base-multilingual | rerank | 8192 | - | -
jina-reranker-v3 | rerank | 131000 | - | 0.05 0 USD 1000000
`;
