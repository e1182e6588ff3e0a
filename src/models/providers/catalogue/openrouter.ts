/** Models of openrouter; columns: `read-catalogue.ts`. */
export const openrouterModels = `
openai/chatgpt-4o-latest | llm chat | 128000 | mrsv | 5 15 USD | temperature top_p top_k presence_penalty frequency_penalty max_tokens=16384 response_format json_schema
anthropic/claude-haiku-4.5 | llm chat | 200000 | mrst | 1 5 USD 0.001 | temperature top_p max_tokens=200000 response_format
anthropic/claude-opus-4.5 | llm chat | 200000 | dmrstv | 5.00 25.00 USD | temperature exclude_reasoning_tokens enable_thinking reasoning_budget max_tokens=32000 response_format
anthropic/claude-opus-4.6 | llm chat | 1000000 | dmrstv | 5.00 25.00 USD | temperature exclude_reasoning_tokens enable_thinking reasoning_budget max_tokens=64000 response_format
anthropic/claude-opus-4.1 | llm chat | 200000 | drstv | 15.00 75.00 USD | thinking thinking_budget temperature top_p top_k max_tokens=32000 response_format
anthropic/claude-opus-4 | llm chat | 200000 | dmrsv | 15 75 USD | temperature max_tokens=8192 top_p top_k
anthropic/claude-opus-5-fast | llm chat | 1000000 | dmrstv | 10.00 50.00 USD | max_tokens=128000 response_format json_schema reasoning_effort exclude_reasoning_tokens
anthropic/claude-opus-5 | llm chat | 1000000 | dmrstv | 5.00 25.00 USD | temperature max_tokens=128000 response_format json_schema reasoning_effort exclude_reasoning_tokens
anthropic/claude-sonnet-4.5 | llm chat | 1000000 | dmrstv | 3.00 15.00 USD | temperature exclude_reasoning_tokens enable_thinking reasoning_budget max_tokens=64000 response_format
anthropic/claude-sonnet-4.6 | llm chat | 1000000 | dmrstv | 3.00 15.00 USD | temperature exclude_reasoning_tokens enable_thinking reasoning_budget max_tokens=128000 response_format
anthropic/claude-sonnet-4 | llm chat | 200000 | rstv | 3.00 15.00 USD | temperature top_p top_k max_tokens=64000 response_format reasoning_budget exclude_reasoning_tokens
anthropic/claude-sonnet-5 | llm chat | 1000000 | dmrstv | 2.00 10.00 USD | max_tokens=128000 response_format json_schema reasoning_effort exclude_reasoning_tokens
cohere/command-r-plus | llm chat | 128000 | mrs | 3 15 USD | temperature top_p top_k presence_penalty frequency_penalty max_tokens=4096
cohere/command-r | llm chat | 128000 | mrs | 0.5 1.5 USD | temperature top_p top_k presence_penalty frequency_penalty max_tokens=4096
deepseek/deepseek-chat-v3-0324 | llm chat | 163840 | mrs | 0.18 0.72 USD | temperature max_tokens=8192 top_p top_k frequency_penalty
deepseek/deepseek-chat-v3.1 | llm chat | 163840 | mrs | 0.20 0.80 USD | temperature max_tokens=8192 top_p top_k frequency_penalty exclude_reasoning_tokens
deepseek/deepseek-chat | llm chat | 163840 | mrs | 0.18 0.72 USD | temperature max_tokens=4096 top_p top_k frequency_penalty
deepseek/deepseek-coder | llm chat | 32000 | r | 0.14 0.28 USD | temperature top_p top_k max_tokens=4096
deepseek/deepseek-prover-v2 | llm chat | 163840 | r | 0.50 2.18 USD | temperature max_tokens=8192 top_p top_k exclude_reasoning_tokens
deepseek/deepseek-r1-0528-qwen3-8b | llm chat | 32000 | r | 0.01 0.02 USD | temperature max_tokens=8192 top_p top_k exclude_reasoning_tokens
deepseek/deepseek-r1-0528 | llm chat | 163840 | r | 0.18 0.72 USD | temperature max_tokens=8192 top_p top_k exclude_reasoning_tokens
deepseek/deepseek-r1-distill-llama-70b | llm chat | 131072 | r | 0.033 0.133 USD | temperature max_tokens=8192 top_p top_k exclude_reasoning_tokens
deepseek/deepseek-r1-distill-llama-8b | llm chat | 32000 | r | 0.04 0.04 USD | temperature max_tokens=8192 top_p top_k exclude_reasoning_tokens
deepseek/deepseek-r1-distill-qwen-1.5b | llm chat | 131072 | r | 0.18 0.18 USD | temperature max_tokens=8192 top_p top_k exclude_reasoning_tokens
deepseek/deepseek-r1-distill-qwen-14b | llm chat | 64000 | r | 0.15 0.15 USD | temperature max_tokens=8192 top_p top_k exclude_reasoning_tokens
deepseek/deepseek-r1-distill-qwen-7b | llm chat | 131072 | r | 0.10 0.20 USD | temperature max_tokens=8192 top_p top_k exclude_reasoning_tokens
deepseek/deepseek-r1 | llm chat | 163840 | r | 0.40 2.00 USD | temperature max_tokens=8192 top_p top_k exclude_reasoning_tokens
deepseek/deepseek-v3-base | llm chat | 163840 | r | 0.20 0.80 USD | temperature max_tokens=8192 top_p top_k frequency_penalty
deepseek/deepseek-v4-flash-0731 | llm chat | 1310720 | mrst | 0.14 0.28 USD | temperature top_p max_tokens=393216 response_format json_schema reasoning_effort exclude_reasoning_tokens
deepseek/deepseek-v4-flash | llm chat | 1048576 | mrs | 0.14 0.28 USD | temperature max_tokens=32768 top_p top_k frequency_penalty exclude_reasoning_tokens
deepseek/deepseek-v4-pro-0813 | llm chat | 1048576 | mrst | 1.32 3.96 USD | temperature top_p max_tokens=384000 response_format json_schema reasoning_effort exclude_reasoning_tokens
deepseek/deepseek-v4-pro | llm chat | 1048576 | mrs | 1.74 3.48 USD | temperature max_tokens=32768 top_p top_k frequency_penalty exclude_reasoning_tokens
google/gst | llm chat | 1048576 | rstv | 0.25 0.75 USD | temperature top_p top_k max_tokens=8192 response_format
google/gemini-pro-1.5 | llm chat | 1048576 | rstv | 2.5 7.5 USD | temperature top_p top_k max_tokens=8192 response_format
google/gemini-2.5-flash-lite | llm chat | 1048576 | admrsvw | 0.10 0.40 USD | temperature top_p max_tokens=65536 response_format json_schema enable_thinking reasoning_budget exclude_reasoning_tokens
google/gemini-2.5-flash | llm chat | 1048576 | mrsv | 0.3 2.5 USD | temperature top_p max_tokens=65536 response_format json_schema enable_thinking reasoning_budget exclude_reasoning_tokens
google/gemini-2.5-pro | llm chat | 1048576 | admrsvw | 1.25 10 USD | temperature top_p max_tokens=65536 response_format json_schema enable_thinking reasoning_budget exclude_reasoning_tokens
google/gemini-3-flash-preview | llm chat | 1048576 | admrsvw | 0.5 3 USD | temperature top_p max_tokens=65536 response_format json_schema exclude_reasoning_tokens reasoning_effort
google/gemini-3.1-flash-lite-preview | llm chat | 1048576 | admrsvw | 0.25 1.50 USD | temperature top_p max_tokens=65536 response_format json_schema exclude_reasoning_tokens reasoning_effort
google/gemini-3.1-pro-preview | llm chat | 1048576 | admrsvw | 2 12 USD | temperature top_p max_tokens=65536 response_format json_schema exclude_reasoning_tokens reasoning_effort
google/gemini-3.5-flash-lite | llm chat | 1048576 | admrstvw | 0.30 2.50 USD | temperature top_p max_tokens=65536 response_format json_schema reasoning_effort exclude_reasoning_tokens
google/gemini-3.7-flash | llm chat | 1048576 | admrstvw | 0.375 1.875 USD | temperature top_p max_tokens=65536 response_format json_schema reasoning_effort exclude_reasoning_tokens
google/gemma-4-26b-a4b-it | llm chat | 256000 | mrsv | 0.13 0.40 USD | temperature top_p top_k presence_penalty frequency_penalty max_tokens=8192 response_format
google/gemma-4-31b-it | llm chat | 256000 | mrsv | 0.14 0.40 USD | temperature top_p top_k presence_penalty frequency_penalty max_tokens=8192 response_format
z-ai/glm-5.1 | llm chat | 202752 | mrs | 1.40 4.40 USD | temperature top_p top_k presence_penalty frequency_penalty max_tokens=131072 response_format
z-ai/glm-5.2 | llm chat | 1048576 | mrst | 1.19 3.74 USD | temperature top_p max_tokens=262144 response_format json_schema reasoning_effort exclude_reasoning_tokens
z-ai/glm-5v-turbo | llm chat | 202752 | mrsv | 1.20 4.00 USD | temperature top_p top_k presence_penalty frequency_penalty max_tokens=131072 response_format
openai/gpt-3.5-turbo | llm chat | 16385 | mrs | 0.5 1.5 USD | temperature top_p top_k presence_penalty frequency_penalty max_tokens=4096 response_format
openai/gpt-4-32k | llm chat | 32768 | mrs | 60 120 USD | temperature top_p top_k presence_penalty frequency_penalty max_tokens=32768 seed response_format
openai/gpt-4.1-mini | llm chat | 1047576 | mrs | 0.4 1.6 USD | temperature top_p top_k presence_penalty frequency_penalty max_tokens=32768 response_format json_schema
openai/gpt-4.1-nano | llm chat | 1047576 | mrs | 0.1 0.4 USD | temperature top_p top_k presence_penalty frequency_penalty max_tokens=32768 response_format json_schema
openai/gpt-4.1 | llm chat | 1047576 | mrs | 2 8 USD | temperature top_p top_k presence_penalty frequency_penalty max_tokens=32768 response_format json_schema
openai/gpt-4 | llm chat | 8192 | mrs | 30 60 USD | temperature top_p top_k presence_penalty frequency_penalty max_tokens=8192 seed response_format
gpt-4o-2024-08-06 | llm chat | 128000 | mrsv | 2.50 10.00 USD | temperature top_p top_k presence_penalty frequency_penalty max_tokens=16384 response_format
openai/gpt-4o-2024-11-20 | llm chat | 128000 | mrsv | 2.5 10 USD | temperature top_p top_k presence_penalty frequency_penalty max_tokens=16384 response_format json_schema
openai/gpt-4o-mini | llm chat | 128000 | mrsv | 0.15 0.60 USD | temperature top_p top_k presence_penalty frequency_penalty max_tokens=16384 response_format
openai/gpt-4o | llm chat | 128000 | mrsv | 5.00 15.00 USD | temperature top_p top_k presence_penalty frequency_penalty max_tokens=4096 response_format
openai/gpt-5-chat | llm chat | 128000 | drv | 1.25 10.00 USD | temperature top_p presence_penalty frequency_penalty response_format logprobs top_logprobs
openai/gpt-5-mini | llm chat | 400000 | mrsv | 0.25 2.00 USD | temperature top_p presence_penalty frequency_penalty response_format json_schema reasoning_effort verbosity exclude_reasoning_tokens logprobs top_logprobs
openai/gpt-5-nano | llm chat | 400000 | mrsv | 0.05 0.40 USD | temperature top_p presence_penalty frequency_penalty response_format json_schema reasoning_effort verbosity exclude_reasoning_tokens logprobs top_logprobs
openai/gpt-5.1-chat | llm chat | 128000 | drv | 1.25 10.00 USD | temperature top_p presence_penalty frequency_penalty response_format logprobs top_logprobs
openai/gpt-5.1 | llm chat | 400000 | dmrsv | 1.25 10.00 USD | temperature top_p presence_penalty frequency_penalty response_format json_schema reasoning_effort verbosity exclude_reasoning_tokens logprobs top_logprobs
openai/gpt-5.6-luna | llm chat | 1050000 | dmrstv | 0.10 0.60 USD | max_tokens=128000 response_format json_schema reasoning_effort exclude_reasoning_tokens
openai/gpt-5.6-sol-pro | llm chat | 1050000 | dmrstv | 5.00 30.00 USD | max_tokens=128000 response_format json_schema reasoning_effort exclude_reasoning_tokens
openai/gpt-5.6-sol | llm chat | 1050000 | dmrstv | 5.00 30.00 USD | max_tokens=128000 response_format json_schema reasoning_effort exclude_reasoning_tokens
openai/gpt-5.6-terra | llm chat | 1050000 | dmrstv | 1.00 6.00 USD | max_tokens=128000 response_format json_schema reasoning_effort exclude_reasoning_tokens
openai/gpt-5 | llm chat | 400000 | dmrsv | 1.25 10.00 USD | temperature top_p presence_penalty frequency_penalty response_format json_schema reasoning_effort verbosity exclude_reasoning_tokens logprobs top_logprobs
openai/gpt-chat-latest | llm chat | 400000 | dmstv | 5.00 30.00 USD | max_tokens=128000 response_format json_schema
x-ai/grok-4.20-multi-agent | llm chat | 2000000 | mrsv | 2.00 6.00 USD | temperature top_p top_k presence_penalty frequency_penalty response_format json_schema enable_thinking reasoning_effort exclude_reasoning_tokens
x-ai/grok-4.20 | llm chat | 2000000 | mrsv | 2.00 6.00 USD | temperature top_p top_k presence_penalty frequency_penalty response_format json_schema enable_thinking reasoning_effort exclude_reasoning_tokens
x-ai/grok-4.3 | llm chat | 1048576 | mrsv | 1.25 2.5 USD | response_format json_schema enable_thinking reasoning_effort exclude_reasoning_tokens
x-ai/grok-4.6 | llm chat | 500000 | dmrstv | 2.00 6.00 USD | temperature top_p response_format json_schema reasoning_effort exclude_reasoning_tokens
moonshotai/kimi-k2-0711 | llm chat | 128000 | mrst | 0.2 0.2 RMB 0.001 | temperature top_p max_tokens=128000 response_format
moonshotai/kimi-k2-0905 | llm chat | 128000 | mrst | 0.2 0.2 RMB 0.001 | temperature top_p max_tokens=128000 response_format
moonshotai/kimi-k3 | llm chat | 1048576 | mrstvw | 3.00 15.00 USD | temperature top_p max_tokens=1048576 response_format json_schema reasoning_effort exclude_reasoning_tokens
meta-llama/llama-3.1-405b-instruct | llm chat | 131072 | - | 2.7 2.7 USD | temperature top_p top_k max_tokens=131072
meta-llama/llama-3.1-70b-instruct | llm chat | 131072 | - | 0.52 0.75 USD | temperature top_p top_k max_tokens=131072
meta-llama/llama-3.1-8b-instruct | llm chat | 131072 | - | 0.06 0.06 USD | temperature top_p top_k max_tokens=131072
meta-llama/llama-3.2-1b-instruct | llm chat | 131072 | r | 0.01 0.02 USD | temperature top_p top_k max_tokens context_length_exceeded_behavior response_format
meta-llama/llama-3.2-3b-instruct | llm chat | 131072 | r | 0.03 0.05 USD | temperature top_p top_k max_tokens context_length_exceeded_behavior response_format
meta-llama/llama-3.2-90b-vision-instruct | llm chat | 131072 | rv | 0.35 0.4 USD | temperature top_p top_k max_tokens context_length_exceeded_behavior response_format
xiaomi/mimo-v2.5-pro | llm chat | 1048576 | mrs | 1.00 3.00 USD | response_format
xiaomi/mimo-v2.5 | llm chat | 1048576 | amrsvw | 0.4 2.00 USD | response_format
minimax/minimax-m3 | llm chat | 1048576 | mrstv | 0.3 1.2 USD | temperature top_p max_tokens=1048576 response_format reasoning_effort exclude_reasoning_tokens
mistralai/mistral-7b-instruct | llm completion | 8000 | r | 0.07 0.07 USD | temperature top_p top_k max_tokens=2048
mistralai/mixtral-8x22b-instruct | llm completion | 64000 | r | 0.65 0.65 USD | temperature top_p top_k max_tokens=8000
openai/o1-mini | llm chat | 128000 | r | 3.00 12.00 USD | temperature top_p top_k presence_penalty frequency_penalty max_tokens=65536 response_format
openai/o1-preview | llm chat | 128000 | r | 15.00 60.00 USD | temperature top_p top_k presence_penalty frequency_penalty max_tokens=32768 response_format
openai/o3-mini-2025-01-31 | llm chat | 200000 | r | 1.10 4.40 USD | temperature top_p top_k presence_penalty frequency_penalty max_tokens=100000 response_format
openai/o3-mini-high | llm chat | 200000 | mrs | 1.10 4.40 USD | temperature top_p top_k presence_penalty frequency_penalty max_tokens=100000 response_format json_schema
openai/o3-mini | llm chat | 200000 | r | 1.10 4.40 USD | temperature top_p top_k presence_penalty frequency_penalty max_tokens=100000 response_format
openai/o4-mini-high | llm chat | 200000 | mrsv | 1.10 4.40 USD | temperature top_p top_k presence_penalty frequency_penalty max_tokens=100000 response_format json_schema
openrouter/auto | llm chat | 2000000 | mrsv | 0.0 0.0 USD | temperature top_p top_k presence_penalty frequency_penalty max_tokens=4096
qwen/qwen-2-72b-instruct | llm completion | 32768 | r | 0.59 0.79 USD | temperature max_tokens=4096 top_p top_k frequency_penalty
qwen/qwen-2.5-72b-instruct | llm chat | 131072 | r | 0.35 0.4 USD | temperature max_tokens=8192 top_p top_k frequency_penalty
qwen/qwen3-max | llm chat | 128000 | mrst | 0.2 0.2 RMB 0.001 | temperature top_p max_tokens=128000 response_format
qwen/qwen3.6-27b | llm chat | 262144 | mrstvw | 0.32 3.2 USD | temperature top_p max_tokens=65536 top_k frequency_penalty response_format json_schema enable_thinking exclude_reasoning_tokens
qwen/qwen3.6-35b-a3b | llm chat | 262144 | mrstvw | 0.15 1 USD | temperature top_p max_tokens=65536 top_k frequency_penalty response_format json_schema enable_thinking exclude_reasoning_tokens
qwen/qwen3.6-flash | llm chat | 1000000 | mrstvw | 0.25 1.5 USD | temperature top_p max_tokens=65536 response_format json_schema enable_thinking exclude_reasoning_tokens
qwen/qwen3.6-max-preview | llm chat | 262144 | mrst | 1.04 6.24 USD | temperature top_p max_tokens=65536 response_format json_schema enable_thinking exclude_reasoning_tokens
qwen/qwen3.6-plus | llm chat | 1000000 | mrstvw | 0.325 1.95 USD | temperature top_p max_tokens=65536 response_format json_schema enable_thinking exclude_reasoning_tokens
qwen/qwen3.7-max | llm chat | 1000000 | mrst | 1.475 4.425 USD | temperature top_p max_tokens=65536 response_format json_schema enable_thinking exclude_reasoning_tokens
qwen/qwen3.7-plus | llm chat | 1000000 | mrstv | 0.32 1.28 USD | temperature top_p max_tokens=65536 response_format json_schema enable_thinking exclude_reasoning_tokens
qwen/qwen3.8-2.4t-a95b | llm chat | 1048576 | mrst | 2.00 6.00 USD | temperature top_p max_tokens=262144 response_format json_schema reasoning_effort exclude_reasoning_tokens
qwen/qwen3.8-max | llm chat | 1000000 | mrstvw | 2.00 6.00 USD | temperature top_p max_tokens=131072 response_format json_schema reasoning_effort exclude_reasoning_tokens
openai/text-embedding-3-large | text-embedding | 8191 | - | 0.00013 0 USD 0.001
openai/text-embedding-3-small | text-embedding | 8191 | - | 0.00002 0 USD 0.001
cohere/rerank-4-fast | rerank | 32768 | - | -
cohere/rerank-4-pro | rerank | 32768 | - | -
cohere/rerank-v3.5 | rerank | 4096 | - | -
qwen/qwen3-reranker-8b | rerank | 40960 | - | -
voyageai/rerank-2.5-lite | rerank | 32000 | - | -
voyageai/rerank-2.5 | rerank | 32000 | - | -
`;
