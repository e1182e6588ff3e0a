/** Models of groq; columns: `read-catalogue.ts`. Prices per million tokens. */
export const groqModels = `
deepseek-r1-distill-llama-70b | llm chat | 131072 | mrs | 0.75 0.99 USD | temperature top_p max_tokens=16000 response_format
gemma2-9b-it | llm chat | 8192 | r | 0.05 0.1 USD | temperature top_p max_tokens=8192
llama-3.1-8b-instant | llm chat | 131072 | r | 0.05 0.1 USD | temperature top_p max_tokens=8192
meta-llama/llama-4-maverick-17b-128e-instruct | llm chat | 131072 | mrs | 0.05 0.1 USD | temperature top_p max_tokens=8192
meta-llama/llama-4-scout-17b-16e-instruct | llm chat | 131072 | mrs | 0.05 0.1 USD | temperature top_p max_tokens=8192
moonshotai/kimi-k2-instruct | llm chat | 131072 | mrst | 1.0 3.0 USD | temperature top_p max_tokens=16384
openai/gpt-oss-120b | llm chat | 131072 | mrst | 0.15 0.75 USD | temperature top_p max_tokens=32766 response_format json_schema reasoning_effort
openai/gpt-oss-20b | llm chat | 131072 | mrst | 0.10 0.50 USD | temperature top_p max_tokens=32768 response_format json_schema reasoning_effort
qwen/qwen3-32b | llm chat | 131072 | mrst | 0.29 0.59 USD | temperature top_p max_tokens=40960
distil-whisper-large-v3-en | speech2text | - | - | -
whisper-large-v3-turbo | speech2text | - | - | -
whisper-large-v3 | speech2text | - | - | -
`;
