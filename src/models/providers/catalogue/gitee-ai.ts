/** Models of gitee_ai; columns: `read-catalogue.ts`. Prices per million tokens. */
export const giteeAiModels = `
Align-DS-V | llm chat | 32768 | v | - | max_tokens=32768 temperature top_p top_k frequency_penalty user
Baichuan-M2-32B | llm chat | 65536 | - | - | max_tokens=65536 temperature top_p top_k frequency_penalty user
DeepSeek-R1-Distill-Qwen-1.5B | llm chat | 32768 | st | - | stream max_tokens=32768 temperature top_p top_k frequency_penalty user
DeepSeek-R1-Distill-Qwen-14B | llm chat | 32768 | st | - | stream max_tokens=32768 temperature top_p top_k frequency_penalty user
DeepSeek-R1-Distill-Qwen-32B | llm chat | 32768 | st | - | stream max_tokens=32768 temperature top_p top_k frequency_penalty user
DeepSeek-R1-Distill-Qwen-7B | llm chat | 32768 | st | - | stream max_tokens=32768 temperature top_p top_k frequency_penalty user
DeepSeek-R1 | llm chat | 32768 | st | - | stream max_tokens=32768 temperature top_p top_k frequency_penalty user
DeepSeek-V3 | llm chat | 32768 | st | - | stream max_tokens=32768 temperature top_p top_k frequency_penalty user
GLM-4_5-Air | llm chat | 131072 | t | - | max_tokens=131072 temperature top_p top_k frequency_penalty user
GLM-4_5 | llm chat | 131072 | t | - | max_tokens=131072 temperature top_p top_k frequency_penalty user
GLM-4_5V | llm chat | 65536 | v | - | max_tokens=65536 temperature top_p top_k frequency_penalty user
InternVL2-8B | llm chat | 32768 | v | - | max_tokens=32768 temperature top_p top_k frequency_penalty user
InternVL2.5-26B | llm chat | 32768 | v | - | max_tokens=32768 temperature top_p top_k frequency_penalty user
InternVL2.5-78B | llm chat | 32768 | v | - | max_tokens=32768 temperature top_p top_k frequency_penalty user
QwQ-32B | llm chat | 32768 | r | - | max_tokens=32768 temperature top_p top_k frequency_penalty user
Qwen2-72B-Instruct | llm chat | 32768 | st | - | stream max_tokens=32768 temperature top_p top_k frequency_penalty user
Qwen2-7B-Instruct | llm chat | 24576 | st | - | stream max_tokens=24576 temperature top_p top_k frequency_penalty user
Qwen2-VL-72B | llm chat | 32768 | v | - | max_tokens=32768 temperature top_p top_k frequency_penalty user
Qwen2.5-14B-Instruct | llm chat | 24576 | st | - | max_tokens=24576 temperature top_p top_k frequency_penalty user
Qwen2.5-32B-Instruct | llm chat | 32768 | st | - | max_tokens=32768 temperature top_p top_k frequency_penalty user
Qwen2.5-72B-Instruct | llm chat | 16384 | st | - | max_tokens=16384 temperature top_p top_k frequency_penalty user
Qwen2.5-VL-32B-Instruct | llm chat | 24576 | v | - | max_tokens=32768 temperature top_p top_k frequency_penalty user
Qwen3-0.6B | llm chat | 32768 | st | - | max_tokens=32768 temperature top_p top_k frequency_penalty user
Qwen3-235B-A22B-Instruct-2507 | llm chat | 262144 | t | - | max_tokens=262144 temperature top_p top_k frequency_penalty user
Qwen3-235B-A22B | llm chat | 128000 | st | - | max_tokens=32768 temperature top_p top_k frequency_penalty user
Qwen3-30B-A3B-Instruct-2507 | llm chat | 32768 | - | - | max_tokens=32768 temperature top_p top_k frequency_penalty user
Qwen3-30B-A3B | llm chat | 32768 | st | - | max_tokens=32768 temperature top_p top_k frequency_penalty user
Qwen3-32B | llm chat | 32768 | st | - | max_tokens=32768 temperature top_p top_k frequency_penalty user
Qwen3-4B | llm chat | 32768 | st | - | max_tokens=32768 temperature top_p top_k frequency_penalty user
Qwen3-8B | llm chat | 32768 | st | - | max_tokens=32768 temperature top_p top_k frequency_penalty user
Seed-X-PPO-7B | llm chat | 32768 | - | - | max_tokens=32768 temperature top_p top_k frequency_penalty user
Yi-34B-Chat | llm chat | 4096 | t | - | stream max_tokens=4096 temperature top_p top_k frequency_penalty user
codegeex4-all-9b | llm chat | 32768 | t | - | stream max_tokens=32768 temperature top_p top_k frequency_penalty user
deepseek-coder-33B-instruct | llm chat | 8192 | t | - | stream max_tokens=8192 temperature top_p top_k frequency_penalty user
gemma-3-27b-it | llm chat | 32768 | st | - | stream max_tokens=32768 temperature top_p top_k frequency_penalty user
glm-4-9b-chat | llm chat | 32768 | t | - | stream max_tokens=32768 temperature top_p top_k frequency_penalty user
gpt-oss-120b | llm chat | 131072 | t | - | max_tokens=131072 temperature top_p top_k frequency_penalty user
gpt-oss-20b | llm chat | 131072 | t | - | max_tokens=131072 temperature top_p top_k frequency_penalty user
kimi-k2-instruct | llm chat | 131072 | t | - | max_tokens=131072 temperature top_p top_k frequency_penalty user
qwen3-coder-480b-a35b-instruct | llm chat | 262144 | t | - | max_tokens=262144 temperature top_p top_k frequency_penalty user
step3 | llm chat | 65536 | tv | - | max_tokens=65536 temperature top_p top_k frequency_penalty user
Qwen3-Embedding-0.6B | text-embedding | 32000 | - | -
Qwen3-Embedding-4B | text-embedding | 32000 | - | -
Qwen3-Embedding-8B | text-embedding | 32000 | - | -
bce-embedding-base_v1 | text-embedding | 512 | - | -
bge-large-zh-v1.5 | text-embedding | 512 | - | -
bge-m3 | text-embedding | 8192 | - | -
bge-small-zh-v1.5 | text-embedding | 512 | - | -
Qwen3-Reranker-0.6B | rerank | 32768 | - | -
Qwen3-Reranker-4B | rerank | 32768 | - | -
Qwen3-Reranker-8B | rerank | 32768 | - | -
bce-reranker-base_v1 | rerank | 512 | - | -
bge-reranker-v2-m3 | rerank | 8192 | - | -
jina-reranker-m0 | rerank | 10240 | - | -
SenseVoiceSmall | speech2text | - | - | -
whisper-base | speech2text | - | - | -
whisper-large-v3-turbo | speech2text | - | - | -
whisper-large | speech2text | - | - | -
ChatTTS | tts | - | - | -
CosyVoice2 | tts | - | - | -
FunAudioLLM-CosyVoice-300M | tts | - | - | -
MegaTTS3 | tts | - | - | -
Step-Audio-TTS-3B | tts | - | - | -
fish-speech-1.2-sft | tts | - | - | -
fish-speech-1.5 | tts | - | - | -
`;
