/** Models of hunyuan; columns: `read-catalogue.ts`. Prices per million tokens. */
export const hunyuanModels = `
hunyuan-functioncall | llm chat | 32000 | mrst | 4 8 RMB | temperature top_p max_tokens=32000 enable_enhance
hunyuan-large-longcontext | llm chat | 134000 | mrst | 6 18 RMB | temperature top_p max_tokens=134000 enable_enhance
hunyuan-large-role | llm chat | 32000 | mrst | 4 8 RMB | temperature top_p max_tokens=32000 enable_enhance
hunyuan-large | llm chat | 32000 | mrst | 4 12 RMB | temperature top_p max_tokens=32000 enable_enhance
hunyuan-lite | llm chat | 256000 | mrst | - | temperature top_p max_tokens=256000
hunyuan-pro | llm chat | 32000 | mrst | 30 100 RMB | temperature top_p max_tokens=32000 enable_enhance
hunyuan-role | llm chat | 32000 | mrst | 4 8 RMB | temperature top_p max_tokens=32000 enable_enhance
hunyuan-standard-256K | llm chat | 256000 | mrst | 15 60 RMB | temperature top_p max_tokens=256000 enable_enhance
hunyuan-standard | llm chat | 32000 | mrst | 4.5 0.5 RMB | temperature top_p max_tokens=32000 enable_enhance
hunyuan-t1-latest | llm chat | 64000 | mrst | 1 4 RMB | temperature top_p max_tokens=64000 enable_enhance
hunyuan-turbo-latest | llm chat | 32000 | mrst | 15 50 RMB | temperature top_p max_tokens=32000 enable_enhance
hunyuan-turbo-vision | llm chat | 8000 | mrstv | 80 80 RMB | temperature top_p max_tokens=8000 enable_enhance
hunyuan-turbo | llm chat | 32000 | mrst | 15 50 RMB | temperature top_p max_tokens=32000 enable_enhance
hunyuan-turbos-latest | llm chat | 32000 | mrst | 0.8 2 RMB | temperature top_p max_tokens=32000 enable_enhance
hunyuan-turbos-longtext-128k-20250325 | llm chat | 128000 | mrst | 1.5 6 RMB | temperature top_p max_tokens=128000 enable_enhance
hunyuan-vision | llm chat | 8000 | mrstv | 18 18 RMB | temperature top_p max_tokens=8000 enable_enhance
lke-text-embedding-v1 | text-embedding | 1024 | - | -
`;
