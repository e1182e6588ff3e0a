/** Models of wenxin; columns: `read-catalogue.ts`. Prices per million tokens. */
export const wenxinModels = `
ernie-3.5-128k | llm chat | 128000 | r | - | temperature top_p max_tokens=4096 presence_penalty frequency_penalty response_format disable_search
ernie-3.5-8k | llm chat | 8192 | r | - | temperature top_p max_tokens=2048 presence_penalty frequency_penalty response_format disable_search
ernie-4.0-8k-latest | llm chat | 8192 | r | - | temperature top_p max_tokens=2048 presence_penalty frequency_penalty response_format disable_search
ernie-4.0-8k | llm chat | 8192 | r | - | temperature top_p max_tokens=2048 presence_penalty frequency_penalty response_format disable_search
ernie-4.0-turbo-128k | llm chat | 131072 | r | - | temperature top_p max_tokens=4096 presence_penalty frequency_penalty response_format disable_search
ernie-4.0-turbo-8k-preview | llm chat | 8192 | r | - | temperature top_p max_tokens=2048 presence_penalty frequency_penalty response_format disable_search
ernie-4.0-turbo-8k | llm chat | 8192 | r | - | temperature top_p max_tokens=2048 presence_penalty frequency_penalty response_format disable_search
ernie-4.5-turbo-128k | llm chat | 131072 | r | - | temperature top_p max_tokens=4096 presence_penalty frequency_penalty response_format disable_search
ernie-lite-pro-128k | llm chat | 128000 | r | - | temperature top_p min_output_tokens max_output_tokens=2048 presence_penalty frequency_penalty
ernie-speed-128k | llm chat | 128000 | r | - | temperature top_p max_tokens=4096 presence_penalty
ernie-speed-8k | llm chat | 8192 | r | - | temperature top_p max_tokens=2048 presence_penalty
ernie-speed-pro-128k | llm chat | 128000 | r | - | temperature top_p max_tokens=4096 presence_penalty frequency_penalty response_format disable_search
ernie-x1-turbo-32k | llm chat | 32768 | r | - | temperature top_p max_tokens=4096 presence_penalty frequency_penalty response_format disable_search
bge-large-en | text-embedding | 512 | - | 0.5 0 RMB
bge-large-zh | text-embedding | 512 | - | 0.5 0 RMB
embedding-v1 | text-embedding | 384 | - | 0.5 0 RMB
tao-8k | text-embedding | 8192 | - | 0.5 0 RMB
bce-reranker-base | rerank | 4096 | - | 0.5 0 RMB
`;
