/** Models of sambanova; columns: `read-catalogue.ts`. */
export const sambanovaModels = `
DeepSeek-R1-Distill-Llama-70B | llm chat | 131072 | r | 0.07 0.14 USD 0.00001 | temperature top_p top_k max_tokens=32766
DeepSeek-R1 | llm chat | 32768 | r | 0.5 0.7 USD 0.00001 | temperature top_p top_k max_tokens=16384
DeepSeek-V3-0324 | llm chat | 32768 | mrst | 0.3 0.45 USD 0.00001 | temperature top_p top_k max_tokens=16384
DeepSeek-V3.1 | llm chat | 32768 | mrst | 0.3 0.45 USD 0.00001 | temperature top_p top_k max_tokens=16384
Llama-3.3-Swallow-70B-Instruct-v0.4 | llm chat | 16384 | r | 0.06 0.12 USD 0.00001 | temperature top_p top_k max_tokens=8192
Llama-4-Maverick-17B-128E-Instruct | llm chat | 131072 | rstv | 0.063 0.18 USD 0.00001 | temperature top_p top_k max_tokens=32768
Meta-Llama-3.1-8B-Instruct | llm chat | 16384 | r | 0.01 0.02 USD 0.00001 | temperature top_p top_k max_tokens=4096
Meta-Llama-3.3-70B-Instruct | llm chat | 131072 | rst | 0.06 0.12 USD 0.00001 | temperature top_p top_k max_tokens=32768
Qwen3-32B | llm chat | 8192 | mrst | 0.04 0.08 USD 0.00001 | temperature top_p top_k max_tokens=4096
gpt-oss-120b | llm chat | 131072 | mrst | 0.22 0.59 USD | temperature top_p top_k max_tokens=32766 response_format json_schema reasoning_effort
Whisper-Large-v3 | speech2text | - | - | -
`;
