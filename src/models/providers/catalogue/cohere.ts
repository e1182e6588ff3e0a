/** Models of cohere; columns: `read-catalogue.ts`. Prices per million tokens. */
export const cohereModels = `
c4ai-aya-expanse-32b | llm chat | 128000 | s | 0.5 1.5 USD | temperature p k presence_penalty frequency_penalty max_tokens=4096
c4ai-aya-expanse-8b | llm chat | 8192 | s | 0.5 1.5 USD | temperature p k presence_penalty frequency_penalty max_tokens=4096
command-a-03-2025 | llm chat | 256000 | mrs | 2.5 10 USD | temperature p k presence_penalty frequency_penalty max_tokens=8192
command-chat | llm chat | 4096 | r | 1.0 2.0 USD | temperature p k max_tokens=4096 preamble_override prompt_truncation
command-light-chat | llm chat | 4096 | r | 0.3 0.6 USD | temperature p k max_tokens=4096 preamble_override prompt_truncation
command-light-nightly-chat | llm chat | 4096 | r | 0.3 0.6 USD | temperature p k max_tokens=4096 preamble_override prompt_truncation
command-light-nightly | llm completion | 4096 | r | 0.3 0.6 USD | temperature p k presence_penalty frequency_penalty max_tokens=4096
command-light | llm completion | 4096 | r | 0.3 0.6 USD | temperature p k presence_penalty frequency_penalty max_tokens=4096
command-nightly-chat | llm chat | 4096 | r | 1.0 2.0 USD | temperature p k max_tokens=4096 preamble_override prompt_truncation
command-nightly | llm completion | 4096 | r | 1.0 2.0 USD | temperature p k presence_penalty frequency_penalty max_tokens=4096
command-r-03-2024 | llm chat | 128000 | mrs | 0.5 1.5 USD | temperature p k presence_penalty frequency_penalty max_tokens=4096
command-r-08-2024 | llm chat | 128000 | mrs | 0.15 0.60 USD | temperature p k presence_penalty frequency_penalty max_tokens=4096
command-r-plus-04-2024 | llm chat | 128000 | mrs | 3 15 USD | temperature p k presence_penalty frequency_penalty max_tokens=4096
command-r-plus-08-2024 | llm chat | 128000 | mrs | 2.50 10.00 USD | temperature p k presence_penalty frequency_penalty max_tokens=4096
command-r-plus | llm chat | 128000 | mrs | 3 15 USD | temperature p k presence_penalty frequency_penalty max_tokens=4096
command-r | llm chat | 128000 | mrs | 0.5 1.5 USD | temperature p k presence_penalty frequency_penalty max_tokens=4096
command-r7b-12-2024 | llm chat | 128000 | mrs | 0.0375 0.15 USD | temperature p k presence_penalty frequency_penalty max_tokens=4096
command-r7b-arabic-02-2025 | llm chat | 128000 | mrs | 0.5 1.5 USD | temperature p k presence_penalty frequency_penalty max_tokens=4096
command | llm completion | 4096 | r | 1.0 2.0 USD | temperature p k presence_penalty frequency_penalty max_tokens=4096
embed-english-light-v2.0 | text-embedding | 1024 | - | 0.1 0 USD
embed-english-light-v3.0 | text-embedding | 384 | - | 0.1 0 USD
embed-english-v2.0 | text-embedding | 4096 | - | 0.1 0 USD
embed-english-v3.0 | text-embedding | 1024 | - | 0.1 0 USD
embed-multilingual-light-v3.0 | text-embedding | 384 | - | 0.1 0 USD
embed-multilingual-v2.0 | text-embedding | 768 | - | 0.1 0 USD
embed-multilingual-v3.0 | text-embedding | 1024 | - | 0.1 0 USD
rerank-english-v3.0 | rerank | 5120 | - | -
rerank-multilingual-v3.0 | rerank | 5120 | - | -
rerank-v3.5 | rerank | 5120 | - | -
rerank-v4.0-fast | rerank | 32768 | - | -
rerank-v4.0-pro | rerank | 32768 | - | -
`;
