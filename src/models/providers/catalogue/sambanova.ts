/** Models of sambanova; columns: `read-catalogue.ts`. Prices per million tokens. */
export const sambanovaModels = `
DeepSeek-R1-Distill-Llama-70B | llm chat | 131072 | r | 0.7 1.4 USD | temperature top_p top_k max_tokens=32766
DeepSeek-R1 | llm chat | 32768 | r | 5 7 USD | temperature top_p top_k max_tokens=16384
DeepSeek-V3-0324 | llm chat | 32768 | mrst | 3 4.5 USD | temperature top_p top_k max_tokens=16384
DeepSeek-V3.1 | llm chat | 32768 | mrst | 3 4.5 USD | temperature top_p top_k max_tokens=16384
Llama-3.3-Swallow-70B-Instruct-v0.4 | llm chat | 16384 | r | 0.6 1.2 USD | temperature top_p top_k max_tokens=8192
Llama-4-Maverick-17B-128E-Instruct | llm chat | 131072 | rstv | 0.63 1.8 USD | temperature top_p top_k max_tokens=32768
Meta-Llama-3.1-8B-Instruct | llm chat | 16384 | r | 0.1 0.2 USD | temperature top_p top_k max_tokens=4096
Meta-Llama-3.3-70B-Instruct | llm chat | 131072 | rst | 0.6 1.2 USD | temperature top_p top_k max_tokens=32768
Qwen3-32B | llm chat | 8192 | mrst | 0.4 0.8 USD | temperature top_p top_k max_tokens=4096
gpt-oss-120b | llm chat | 131072 | mrst | 0.22 0.59 USD | temperature top_p top_k max_tokens=32766 response_format json_schema reasoning_effort
Whisper-Large-v3 | speech2text | - | - | -
`;
