/** Models of siliconflow; columns: `read-catalogue.ts`. Prices per million tokens. */
export const siliconflowModels = `
deepseek-ai/DeepSeek-OCR | llm chat | 8192 | rv | 2 8 RMB | temperature max_tokens=8192 top_p top_k frequency_penalty response_format
deepseek-ai/DeepSeek-R1-Distill-Qwen-14B | llm chat | 32000 | r | 0.70 0.70 RMB | temperature top_p max_tokens=16384
deepseek-ai/DeepSeek-R1-Distill-Qwen-32B | llm chat | 32000 | r | 1.26 1.26 RMB | temperature top_p max_tokens=16384
deepseek-ai/DeepSeek-R1-Distill-Qwen-7B | llm chat | 32000 | r | 0.00 0.00 RMB | temperature top_p max_tokens=16384
Pro/deepseek-ai/DeepSeek-R1 | llm chat | 160000 | r | 4 16 RMB | temperature top_p max_tokens=160000
deepseek-ai/DeepSeek-R1 | llm chat | 160000 | r | 4 16 RMB | temperature top_p max_tokens=160000
Pro/deepseek-ai/DeepSeek-V3 | llm chat | 128000 | r | 2 8 RMB | temperature max_tokens=65536 top_p top_k frequency_penalty response_format
Pro/deepseek-ai/DeepSeek-V3.1 | llm chat | 163840 | rst | 4 12 RMB | temperature max_tokens=65536 top_p top_k frequency_penalty response_format enable_thinking
Pro/deepseek-ai/DeepSeek-V3.1-Terminus | llm chat | 163840 | rst | 4 12 RMB | temperature max_tokens=65536 top_p top_k frequency_penalty response_format enable_thinking
deepseek-ai/DeepSeek-V3.1-Terminus | llm chat | 163840 | rst | 4 12 RMB | temperature max_tokens=65536 top_p top_k frequency_penalty response_format enable_thinking
deepseek-ai/DeepSeek-V3.1 | llm chat | 163840 | rst | 4 12 RMB | temperature max_tokens=65536 top_p top_k frequency_penalty response_format enable_thinking
Pro/deepseek-ai/DeepSeek-V3.2-Exp | llm chat | 163840 | rst | 2 3 RMB | temperature max_tokens=65536 top_p top_k frequency_penalty response_format enable_thinking
deepseek-ai/DeepSeek-V3.2-Exp | llm chat | 163840 | rst | 2 3 RMB | temperature max_tokens=65536 top_p top_k frequency_penalty response_format enable_thinking
Pro/deepseek-ai/DeepSeek-V3.2 | llm chat | 163840 | rst | 2 3 RMB | temperature max_tokens=65536 top_p top_k frequency_penalty response_format enable_thinking
deepseek-ai/DeepSeek-V3.2 | llm chat | 163840 | rst | 2 3 RMB | temperature max_tokens=65536 top_p top_k frequency_penalty response_format enable_thinking
deepseek-ai/DeepSeek-V3 | llm chat | 128000 | r | 2 8 RMB | temperature max_tokens=65536 top_p top_k frequency_penalty response_format
deepseek-ai/DeepSeek-V4-Flash | llm chat | 1048576 | rst | 1 2 RMB | temperature max_tokens=393216 top_p top_k frequency_penalty response_format json_schema enable_thinking reasoning_effort
deepseek-ai/DeepSeek-V4-Pro | llm chat | 1048576 | rst | 3 6 RMB | temperature max_tokens=393216 top_p top_k frequency_penalty response_format json_schema enable_thinking reasoning_effort
zai-org/GLM-4.5-Air | llm chat | 128000 | mrs | 1 6 RMB | temperature max_tokens=98304 top_p top_k frequency_penalty response_format enable_thinking thinking_budget
Pro/zai-org/GLM-5.1 | llm chat | 204800 | mrst | 6 24 RMB | response_format json_schema enable_thinking thinking_budget
zai-org/GLM-5.2 | llm chat | 1048576 | mrst | 8 28 RMB | response_format json_schema enable_thinking thinking_budget
Pro/moonshotai/Kimi-K2.5 | llm chat | 256000 | mrstvw | 4 21 RMB | temperature top_p top_k max_tokens=262144 response_format json_schema enable_thinking thinking_budget
Pro/moonshotai/Kimi-K2.6 | llm chat | 256000 | mrstvw | 6.5 27 RMB | temperature top_p top_k max_tokens=262144 response_format json_schema enable_thinking thinking_budget
meituan-longcat/LongCat-2.0 | llm chat | 1048576 | rst | 5 20 RMB | response_format json_schema enable_thinking
Pro/MiniMaxAI/MiniMax-M2.5 | llm chat | 200000 | mrst | 2.1 8.4 RMB | temperature max_tokens=131072 top_p top_k frequency_penalty thinking_budget response_format
MiniMaxAI/MiniMax-M2 | llm chat | 192000 | mrst | 2.1 8.4 RMB | temperature max_tokens=131072 top_p top_k frequency_penalty response_format
nex-agi/Nex-N2-Pro | llm chat | 262144 | mrstv | 1.75 7 RMB | response_format json_schema
Qwen/Qwen2.5-32B-Instruct | llm chat | 32768 | r | 1.26 1.26 RMB | temperature max_tokens=8192 top_p top_k frequency_penalty response_format
Qwen/Qwen2.5-72B-Instruct-128K | llm chat | 131072 | r | 4.13 4.13 RMB | temperature max_tokens=4096 top_p top_k frequency_penalty response_format
Qwen/Qwen2.5-72B-Instruct | llm chat | 32768 | r | 4.13 4.13 RMB | temperature max_tokens=4096 top_p top_k frequency_penalty response_format
Qwen/Qwen2.5-7B-Instruct | llm chat | 32768 | r | 0 0 RMB | temperature max_tokens=8192 top_p top_k frequency_penalty response_format
Qwen/Qwen2.5-Coder-32B-Instruct | llm chat | 32768 | r | 1.26 1.26 RMB | temperature max_tokens=8192 top_p top_k seed repetition_penalty response_format
Qwen/Qwen2.5-Coder-7B-Instruct | llm chat | 131072 | r | 0 0 RMB | temperature max_tokens=8192 top_p top_k seed repetition_penalty response_format
Qwen/Qwen2.5-VL-32B-Instruct | llm chat | 131072 | v | 1.89 1.89 RMB | temperature max_tokens=2000 top_p top_k seed repetition_penalty response_format
Qwen/Qwen2.5-VL-72B-Instruct | llm chat | 131072 | v | 4.13 4.13 RMB | temperature max_tokens=2000 top_p top_k seed repetition_penalty response_format
Qwen/Qwen3-14B | llm chat | 128000 | mrs | 0.5 2 RMB | temperature top_p max_tokens=8192 enable_thinking thinking_budget
Qwen/Qwen3-30B-A3B-Instruct-2507 | llm chat | 256000 | mrs | 0.7 2.8 RMB | temperature top_p max_tokens=8192
Qwen/Qwen3-30B-A3B | llm chat | 128000 | mrs | 0.7 2.8 RMB | temperature top_p max_tokens=8192 enable_thinking thinking_budget
Qwen/Qwen3-32B | llm chat | 128000 | mrs | 1 4 RMB | temperature top_p max_tokens=8192 enable_thinking thinking_budget
Qwen/Qwen3-8B | llm chat | 128000 | mrs | 0 0 RMB | temperature top_p max_tokens=8192 enable_thinking thinking_budget
Qwen/Qwen3.5-122B-A10B | llm chat | 262144 | rstv | 0.8 6.4 RMB | response_format json_schema enable_thinking
Qwen/Qwen3.5-27B | llm chat | 262144 | rstv | 0.6 4.8 RMB | response_format json_schema enable_thinking
Qwen/Qwen3.5-35B-A3B | llm chat | 262144 | rstv | 0.4 3.2 RMB | response_format json_schema enable_thinking
Qwen/Qwen3.5-397B-A17B | llm chat | 262144 | rstv | 1.2 7.2 RMB | response_format json_schema enable_thinking
Qwen/Qwen3.5-4B | llm chat | 262144 | rstv | 0 0 RMB | response_format json_schema enable_thinking
Qwen/Qwen3.5-9B | llm chat | 262144 | rstv | 0.5 4 RMB | response_format json_schema enable_thinking
Qwen/Qwen3.6-27B | llm chat | 262144 | rstv | 0.6 4.8 RMB | response_format json_schema enable_thinking
Qwen/Qwen3.6-35B-A3B | llm chat | 262144 | rstv | 0.4 3.2 RMB | response_format json_schema enable_thinking
stepfun-ai/Step-3.5-Flash | llm chat | 262144 | rst | 0.7 2.1 RMB | response_format
netease-youdao/bce-embedding-base_v1 | text-embedding | 512 | - | -
BAAI/bge-large-en-v1.5 | text-embedding | 512 | - | -
BAAI/bge-large-zh-v1.5 | text-embedding | 512 | - | -
Pro/BAAI/bge-m3 | text-embedding | 8192 | - | 0.07 0 RMB
BAAI/bge-m3 | text-embedding | 8192 | - | -
Qwen/Qwen3-Embedding-0.6B | text-embedding | 32768 | - | 0.07 0 RMB
Qwen/Qwen3-Embedding-4B | text-embedding | 32768 | - | 0.14 0 RMB
Qwen/Qwen3-Embedding-8B | text-embedding | 32768 | - | 0.28 0 RMB
netease-youdao/bce-reranker-base_v1 | rerank | 512 | - | -
Pro/BAAI/bge-reranker-v2-m3 | rerank | 8192 | - | 0.07 0 RMB
BAAI/bge-reranker-v2-m3 | rerank | 8192 | - | -
Qwen/Qwen3-Reranker-0.6B | rerank | 32768 | - | 0.07 0 RMB
Qwen/Qwen3-Reranker-4B | rerank | 32768 | - | 0.14 0 RMB
Qwen/Qwen3-Reranker-8B | rerank | 32768 | - | 0.28 0 RMB
FunAudioLLM/SenseVoiceSmall | speech2text | - | - | -
FunAudioLLM/CosyVoice2-0.5B | tts | - | - | 50 0 RMB
`;
