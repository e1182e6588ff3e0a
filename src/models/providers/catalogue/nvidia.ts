/** Models of nvidia; columns: `read-catalogue.ts`. Prices per million tokens. */
export const nvidiaModels = `
snowflake/arctic | llm chat | 4000 | r | - | temperature top_p max_tokens=1024 frequency_penalty presence_penalty
google/codegemma-7b | llm chat | 8192 | r | - | temperature top_p max_tokens=1024 frequency_penalty presence_penalty
deepseek-ai/deepseek-r1 | llm chat | 128000 | r | - | temperature top_p max_tokens=1024 frequency_penalty presence_penalty
fuyu-8b | llm chat | 16000 | rv | - | temperature top_p max_tokens=1024
google/gemma-7b | llm chat | 8192 | r | - | temperature top_p max_tokens=1024 frequency_penalty presence_penalty
meta/llama-3.1-405b-instruct | llm chat | 131072 | r | - | temperature top_p max_tokens=4096 frequency_penalt presence_penalty
meta/llama-3.1-70b-instruct | llm chat | 131072 | r | - | temperature top_p max_tokens=4096 frequency_penalty presence_penalty
meta/llama-3.1-8b-instruct | llm chat | 131072 | r | - | temperature top_p max_tokens=4096 frequency_penalty presence_penalty
meta/llama2-70b | llm chat | 4096 | r | - | temperature top_p max_tokens=1024 frequency_penalty presence_penalty
meta/llama3-70b-instruct | llm chat | 8192 | r | - | temperature top_p max_tokens=1024 frequency_penalty presence_penalty
meta/llama3-8b-instruct | llm chat | 8192 | r | - | temperature top_p max_tokens=1024 frequency_penalty presence_penalty
mistralai/mistral-large | llm chat | 32000 | r | - | temperature top_p max_tokens=1024 frequency_penalty presence_penalty
mistralai/mixtral-8x7b-instruct-v0.1 | llm chat | 32768 | r | - | temperature top_p max_tokens=1024 frequency_penalty presence_penalty
mistralai/mixtral-8x22b-instruct-v0.1 | llm chat | 64000 | r | - | temperature top_p max_tokens=1024 frequency_penalty presence_penalty
nvidia/nemotron-4-340b-instruct | llm chat | 131072 | r | - | temperature top_p max_tokens=4096 frequency_penalty presence_penalty
microsoft/phi-3-medium-128k-instruct | llm chat | 131072 | r | - | temperature top_p max_tokens=4096 frequency_penalty presence_penalty
microsoft/phi-3-mini-128k-instruct | llm chat | 131072 | r | - | temperature top_p max_tokens=4096 frequency_penalty presence_penalty
google/recurrentgemma-2b | llm chat | 2048 | r | - | temperature top_p max_tokens=1024 random_seed
NV-Embed-QA | text-embedding | 512 | - | -
nv-rerank-qa-mistral-4b:1 | rerank | 512 | - | -
`;
