/** Models of tongyi; columns: `read-catalogue.ts`. Prices per million tokens. */
export const tongyiModels = `
MiniMax-M2.5 | llm chat | 196608 | mr | 2.1 8.4 RMB | temperature max_tokens=32768 top_p presence_penalty extra_headers
Moonshot-Kimi-K2-Instruct | llm chat | 131072 | mrst | 4 16 RMB | temperature top_p presence_penalty max_tokens=8192 response_format extra_headers
deepseek-r1-distill-qwen-14b | llm chat | 32000 | r | 1 3 RMB | max_tokens=8192 extra_headers
deepseek-r1-distill-qwen-32b | llm chat | 32000 | r | 2 6 RMB | max_tokens=8192 extra_headers
deepseek-r1 | llm chat | 131072 | r | 4 16 RMB | max_tokens=16384 extra_headers
deepseek-v3.1 | llm chat | 131072 | mrst | 4 12 RMB | temperature max_tokens=65536 top_p top_k repetition_penalty frequency_penalty response_format enable_search enable_thinking extra_headers
deepseek-v3.2-exp | llm chat | 131072 | mrst | 2 3 RMB | temperature max_tokens=65536 top_p top_k repetition_penalty frequency_penalty response_format enable_search enable_thinking extra_headers
deepseek-v3.2 | llm chat | 131072 | mrst | 2 3 RMB | temperature max_tokens=65536 top_p top_k repetition_penalty frequency_penalty response_format enable_search enable_thinking extra_headers
deepseek-v3 | llm chat | 64000 | mrst | 2 8 RMB | temperature max_tokens=4096 top_p top_k frequency_penalty response_format extra_headers
deepseek-v4-flash-0731 | llm chat | 1048576 | mrst | 1 2 RMB | temperature max_tokens=393216 top_p top_k frequency_penalty response_format enable_search enable_thinking extra_headers
deepseek-v4-flash | llm chat | 1048576 | mrst | 1 2 RMB | temperature max_tokens=393216 top_p top_k frequency_penalty response_format enable_search enable_thinking extra_headers
deepseek-v4-pro | llm chat | 1048576 | mrst | 12 24 RMB | temperature max_tokens=393216 top_p top_k frequency_penalty response_format enable_search enable_thinking extra_headers
farui-plus | llm chat | 12288 | mrs | 20 20 RMB | temperature max_tokens=2000 top_p top_k seed repetition_penalty extra_headers
glm-4.7 | llm chat | 202752 | mrs | 3 14 RMB | temperature max_tokens=16384 top_p top_k seed enable_thinking response_format extra_headers
glm-5.1 | llm chat | 202752 | mrs | 4 18 RMB | temperature max_tokens=16384 top_p top_k seed repetition_penalty enable_thinking response_format extra_headers
glm-5.2 | llm chat | 1000000 | mrs | 8 28 RMB | temperature max_tokens=131072 top_p top_k seed repetition_penalty enable_thinking response_format extra_headers
glm-5 | llm chat | 202752 | mrs | 4 18 RMB | temperature max_tokens=16384 top_p top_k seed repetition_penalty enable_thinking response_format extra_headers
kimi-k2-thinking | llm chat | 262144 | mrst | 4 16 RMB | temperature max_tokens=16384 response_format extra_headers
kimi-k2.5 | llm chat | 262144 | mrstv | 4 21 RMB | temperature top_p max_tokens=32768 enable_thinking thinking_budget response_format extra_headers
qvq-max | llm chat | 131072 | rsv | 1.6 4 RMB | max_tokens=8192 top_k seed extra_headers
qwen-coder-turbo | llm chat | 131072 | r | 2 6 RMB | temperature max_tokens=8192 top_p top_k seed repetition_penalty response_format extra_headers
qwen-flash-2025-07-28 | llm chat | 1000000 | mrs | 0.15 1.5 RMB | temperature max_tokens=995904 top_p top_k seed repetition_penalty enable_search enable_thinking thinking_budget response_format extra_headers
qwen-flash | llm chat | 1000000 | mrs | 0.15 1.5 RMB | temperature max_tokens=32768 top_p top_k seed repetition_penalty enable_search enable_thinking thinking_budget response_format extra_headers
qwen-long | llm chat | 10000000 | d | 0.5 2 RMB | temperature max_tokens=32768 top_p top_k seed repetition_penalty response_format extra_headers
qwen-math-plus | llm chat | 4096 | r | 4 12 RMB | temperature max_tokens=3072 top_p top_k seed repetition_penalty response_format extra_headers
qwen-math-turbo | llm chat | 4096 | r | 2 6 RMB | temperature max_tokens=3072 top_p top_k seed repetition_penalty response_format extra_headers
qwen-max | llm chat | 32768 | mrs | 2.4 9.6 RMB | temperature max_tokens=8192 top_p top_k seed repetition_penalty enable_search response_format extra_headers
qwen-mt-plus | llm chat | 16384 | r | 1.8 5.4 RMB | source_lang target_lang domains extra_headers
qwen-mt-turbo | llm chat | 16384 | r | 0.7 1.95 RMB | source_lang target_lang domains extra_headers
qwen-plus-2025-04-28 | llm chat | 131072 | mrs | 0.8 2 RMB | temperature max_tokens=16384 top_p top_k seed repetition_penalty enable_search enable_thinking thinking_budget response_format extra_headers
qwen-plus-2025-07-28 | llm chat | 1000000 | mrs | 0.8 2 RMB | temperature max_tokens=32768 top_p top_k seed repetition_penalty enable_search enable_thinking thinking_budget response_format extra_headers
qwen-plus-latest | llm chat | 1000000 | mrs | 0.8 2 RMB | temperature max_tokens=32768 top_p top_k seed repetition_penalty enable_search enable_thinking thinking_budget response_format extra_headers
qwen-plus | llm chat | 1000000 | mrs | 0.8 2 RMB | temperature max_tokens=32768 top_p top_k seed repetition_penalty enable_search response_format extra_headers
qwen-vl-max | llm chat | 131072 | rvw | 1.6 4 RMB | temperature top_p top_k max_tokens=8192 seed response_format repetition_penalty extra_headers
qwen-vl-plus | llm chat | 131072 | rvw | 0.8 2 RMB | temperature top_p top_k max_tokens=8192 seed response_format repetition_penalty extra_headers
qwen3-14b | llm chat | 131072 | mrs | 1 4 RMB | temperature max_tokens=8192 top_p top_k seed repetition_penalty enable_thinking thinking_budget response_format extra_headers
qwen3-235b-a22b-instruct-2507 | llm chat | 131072 | mrs | 2 8 RMB | temperature max_tokens=32768 top_p top_k seed repetition_penalty response_format extra_headers
qwen3-235b-a22b-thinking-2507 | llm chat | 131072 | mrs | 2 20 RMB | temperature max_tokens=32768 top_p top_k seed repetition_penalty thinking_budget extra_headers
qwen3-235b-a22b | llm chat | 131072 | mrs | 2 8 RMB | temperature max_tokens=16384 top_p top_k seed repetition_penalty enable_thinking thinking_budget response_format extra_headers
qwen3-30b-a3b-instruct-2507 | llm chat | 131072 | mrs | 0.75 3 RMB | temperature max_tokens=32768 top_p top_k seed repetition_penalty enable_thinking thinking_budget response_format extra_headers
qwen3-30b-a3b | llm chat | 131072 | mrs | 0.75 3 RMB | temperature max_tokens=16384 top_p top_k seed repetition_penalty enable_thinking thinking_budget response_format extra_headers
qwen3-32b | llm chat | 131072 | mrs | 2 8 RMB | temperature max_tokens=16384 top_p top_k seed repetition_penalty enable_thinking thinking_budget response_format extra_headers
qwen3-8b | llm chat | 131072 | mrs | 0.5 2 RMB | temperature max_tokens=8192 top_p top_k seed repetition_penalty enable_thinking thinking_budget response_format extra_headers
qwen3-coder-30b-a3b-instruct | llm chat | 262144 | r | 1.5 6 RMB | temperature max_tokens=65536 top_p top_k seed repetition_penalty extra_headers
qwen3-coder-480b-a35b-instruct | llm chat | 262144 | r | 6 24 RMB | temperature max_tokens=65536 top_p top_k seed repetition_penalty extra_headers
qwen3-coder-plus-2025-09-23 | llm chat | 1000000 | r | 4 16 RMB | temperature max_tokens=65536 top_p top_k seed repetition_penalty extra_headers
qwen3-coder-plus | llm chat | 1000000 | r | 4 16 RMB | temperature max_tokens=65536 top_p top_k seed repetition_penalty extra_headers
qwen3-max-2025-09-23 | llm chat | 262144 | mrs | 6 24 RMB | temperature max_tokens=65536 top_p top_k seed repetition_penalty enable_search response_format extra_headers
qwen3-max-2026-01-23 | llm chat | 262144 | mrs | 6 24 RMB | temperature max_tokens=65536 top_p top_k seed repetition_penalty enable_search enable_thinking response_format extra_headers
qwen3-max-preview | llm chat | 262144 | mrs | 6 24 RMB | temperature max_tokens=65536 top_p top_k seed repetition_penalty response_format extra_headers
qwen3-max | llm chat | 262144 | mrs | 6 24 RMB | temperature max_tokens=65536 top_p top_k seed repetition_penalty enable_search response_format extra_headers
qwen3-next-80b-a3b-instruct | llm chat | 131072 | mrs | 1 4 RMB | temperature max_tokens=32768 top_p top_k seed repetition_penalty extra_headers
qwen3-next-80b-a3b-thinking | llm chat | 131072 | mrs | 1 10 RMB | temperature max_tokens=32768 top_p top_k seed repetition_penalty thinking_budget extra_headers
qwen3-omni-flash-2025-12-01 | llm chat | 65536 | arvw | 1.8 69 RMB | temperature max_tokens=16384 top_p top_k seed repetition_penalty enable_thinking thinking_budget response_format extra_headers
qwen3-vl-235b-a22b-instruct | llm chat | 131072 | mrsvw | 2 8 RMB | temperature max_tokens=32768 top_p top_k seed repetition_penalty response_format extra_headers
qwen3-vl-235b-a22b-thinking | llm chat | 131072 | mrsvw | 2 20 RMB | temperature max_tokens=32768 top_p top_k seed repetition_penalty thinking_budget response_format extra_headers
qwen3-vl-30b-a3b-instruct | llm chat | 131072 | mrsvw | 0.75 3 RMB | temperature max_tokens=32768 top_p top_k seed repetition_penalty response_format extra_headers
qwen3-vl-30b-a3b-thinking | llm chat | 131072 | mrsvw | 0.75 7.5 RMB | temperature max_tokens=32768 top_p top_k seed repetition_penalty thinking_budget response_format extra_headers
qwen3-vl-flash | llm chat | 131072 | mrsvw | 0.5 2 RMB | temperature max_tokens=32768 top_p top_k seed repetition_penalty enable_thinking thinking_budget response_format extra_headers
qwen3-vl-plus-2025-09-23 | llm chat | 262144 | rvw | 1 10 RMB | temperature max_tokens=32768 top_p top_k seed repetition_penalty enable_thinking thinking_budget response_format extra_headers
qwen3-vl-plus | llm chat | 262144 | rvw | 1 10 RMB | temperature max_tokens=32768 top_p top_k seed repetition_penalty enable_thinking thinking_budget response_format extra_headers
qwen3.5-flash-2026-02-23 | llm chat | 1000000 | mrsv | 0.2 2 RMB | temperature max_tokens=65536 top_p top_k seed repetition_penalty enable_search enable_thinking thinking_budget response_format extra_headers
qwen3.5-flash | llm chat | 1000000 | mrsv | 0.2 2 RMB | temperature max_tokens=65536 top_p top_k seed repetition_penalty enable_search enable_thinking thinking_budget response_format extra_headers
qwen3.5-plus-2026-02-15 | llm chat | 1000000 | mrsv | 0.8 4.8 RMB | temperature max_tokens=65536 top_p top_k seed repetition_penalty enable_search enable_thinking thinking_budget response_format extra_headers
qwen3.5-plus | llm chat | 1000000 | mrsv | 0.8 4.8 RMB | temperature max_tokens=65536 top_p top_k seed repetition_penalty enable_search enable_thinking thinking_budget response_format extra_headers
qwen3.6-flash-2026-04-16 | llm chat | 1000000 | mrsv | 1.2 7.2 RMB | temperature max_tokens=65536 top_p top_k seed repetition_penalty enable_search enable_thinking thinking_budget response_format extra_headers
qwen3.6-flash | llm chat | 1000000 | mrsv | 1.2 7.2 RMB | temperature max_tokens=65536 top_p top_k seed repetition_penalty enable_search enable_thinking thinking_budget response_format extra_headers
qwen3.6-plus-2026-04-02 | llm chat | 1000000 | mrsv | 2 12 RMB | temperature max_tokens=65536 top_p top_k seed repetition_penalty enable_search enable_thinking thinking_budget response_format extra_headers
qwen3.6-plus | llm chat | 1000000 | mrsv | 2 12 RMB | temperature max_tokens=65536 top_p top_k seed repetition_penalty enable_search enable_thinking thinking_budget response_format extra_headers
qwen3.7-max | llm chat | 1000000 | mrs | 12 36 USD | temperature max_tokens=65536 top_p top_k seed repetition_penalty enable_search enable_thinking thinking_budget response_format extra_headers
qwen3.7-plus-2026-05-26 | llm chat | 1000000 | mrsv | 2 8 RMB | temperature max_tokens=65536 top_p top_k seed repetition_penalty enable_search enable_thinking thinking_budget response_format extra_headers
qwen3.7-plus | llm chat | 1000000 | mrsv | 2 8 RMB | temperature max_tokens=65536 top_p top_k seed repetition_penalty enable_search enable_thinking thinking_budget response_format extra_headers
qwen3.8-max | llm chat | 1000000 | morsvw | 12 36 RMB | temperature max_completion_tokens=131072 top_p top_k seed repetition_penalty enable_search enable_thinking reasoning_effort response_format json_schema extra_headers
qwq-plus | llm chat | 131072 | rs | 1.6 4 RMB | max_tokens=8192 top_k seed extra_headers
multimodal-embedding-v1 | text-embedding | 8192 | v | 0.5 0 RMB
text-embedding-v1 | text-embedding | 2048 | - | 0.7 0 RMB
text-embedding-v2 | text-embedding | 2048 | - | 0.7 0 RMB
text-embedding-v3 | text-embedding | 8192 | - | 0.7 0 RMB
text-embedding-v4 | text-embedding | 8192 | - | 0.5 0 RMB
gte-rerank-v2 | rerank | 4000 | - | -
qwen3-rerank | rerank | 4000 | - | -
qwen3-asr-flash | speech2text | - | - | -
qwen3-tts-flash | tts | - | - | 100 0 RMB
`;
