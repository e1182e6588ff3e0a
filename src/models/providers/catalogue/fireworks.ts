/** Models of fireworks; columns: `read-catalogue.ts`. Prices per million tokens. */
export const fireworksModels = `
accounts/fireworks/models/firefunction-v1 | llm chat | 32768 | rt | 0.5 0.5 USD | temperature top_p top_k max_tokens context_length_exceeded_behavior response_format
accounts/fireworks/models/firefunction-v2 | llm chat | 8192 | rt | 0.9 0.9 USD | temperature top_p top_k max_tokens context_length_exceeded_behavior response_format
accounts/fireworks/models/llama-v3-70b-instruct-hf | llm chat | 8192 | rt | 0.9 0.9 USD | temperature top_p top_k max_tokens context_length_exceeded_behavior response_format
accounts/fireworks/models/llama-v3-70b-instruct | llm chat | 8192 | rt | 0.9 0.9 USD | temperature top_p top_k max_tokens context_length_exceeded_behavior response_format
accounts/fireworks/models/llama-v3-8b-instruct-hf | llm chat | 8192 | rt | 0.2 0.2 USD | temperature top_p top_k max_tokens context_length_exceeded_behavior response_format
accounts/fireworks/models/llama-v3-8b-instruct | llm chat | 8192 | rt | 0.2 0.2 USD | temperature top_p top_k max_tokens context_length_exceeded_behavior response_format
accounts/fireworks/models/llama-v3p1-405b-instruct | llm chat | 131072 | rt | 3 3 USD | temperature top_p top_k max_tokens context_length_exceeded_behavior response_format
accounts/fireworks/models/llama-v3p1-70b-instruct | llm chat | 131072 | rt | 0.2 0.2 USD | temperature top_p top_k max_tokens context_length_exceeded_behavior response_format
accounts/fireworks/models/llama-v3p1-8b-instruct | llm chat | 131072 | rt | 0.2 0.2 USD | temperature top_p top_k max_tokens context_length_exceeded_behavior response_format
accounts/fireworks/models/llama-v3p2-11b-vision-instruct | llm chat | 131072 | rt | 0.2 0.2 USD | temperature top_p top_k max_tokens context_length_exceeded_behavior response_format
accounts/fireworks/models/llama-v3p2-1b-instruct | llm chat | 131072 | rt | 0.1 0.1 USD | temperature top_p top_k max_tokens context_length_exceeded_behavior response_format
accounts/fireworks/models/llama-v3p2-3b-instruct | llm chat | 131072 | rt | 0.1 0.1 USD | temperature top_p top_k max_tokens context_length_exceeded_behavior response_format
accounts/fireworks/models/llama-v3p2-90b-vision-instruct | llm chat | 131072 | rt | 0.9 0.9 USD | temperature top_p top_k max_tokens context_length_exceeded_behavior response_format
accounts/fireworks/models/mixtral-8x22b-instruct | llm chat | 65536 | rt | 1.2 1.2 USD | temperature top_p top_k max_tokens context_length_exceeded_behavior response_format
accounts/fireworks/models/mixtral-8x7b-instruct-hf | llm chat | 32768 | rt | 0.5 0.5 USD | temperature top_p top_k max_tokens context_length_exceeded_behavior response_format
accounts/fireworks/models/mixtral-8x7b-instruct | llm chat | 32768 | rt | 0.5 0.5 USD | temperature top_p top_k max_tokens context_length_exceeded_behavior response_format
accounts/fireworks/models/mythomax-l2-13b | llm chat | 4096 | rt | 0.2 0.2 USD | temperature top_p top_k max_tokens context_length_exceeded_behavior response_format
accounts/fireworks/models/phi-3-vision-128k-instruct | llm chat | 8192 | rv | 0.2 0.2 USD | temperature top_p top_k max_tokens context_length_exceeded_behavior response_format
accounts/fireworks/models/qwen2p5-72b-instruct | llm chat | 32768 | rt | 0.9 0.9 USD | temperature top_p top_k max_tokens context_length_exceeded_behavior response_format
accounts/yi-01-ai/models/yi-large | llm chat | 32768 | r | 3 3 USD | temperature top_p top_k max_tokens context_length_exceeded_behavior response_format
WhereIsAI/UAE-Large-V1 | text-embedding | 512 | - | 0.008 0 USD
thenlper/gte-base | text-embedding | 512 | - | 0.008 0 USD
thenlper/gte-large | text-embedding | 512 | - | 0.008 0 USD
nomic-ai/nomic-embed-text-v1.5 | text-embedding | 8192 | - | 0.008 0 USD
nomic-ai/nomic-embed-text-v1 | text-embedding | 8192 | - | 0.008 0 USD
`;
