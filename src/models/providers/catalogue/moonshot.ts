/** Models of moonshot; columns: `read-catalogue.ts`. */
export const moonshotModels = `
kimi-k2-0711-preview | llm chat | 128000 | mrst | 0.2 0.2 RMB 0.001 | temperature top_p max_tokens=128000 response_format
kimi-k2-0905-preview | llm chat | 256000 | mrst | 0.2 0.2 RMB 0.001 | temperature top_p max_tokens=256000 response_format
kimi-k2-thinking-turbo | llm chat | 262144 | mrst | 8 58 RMB | temperature top_p max_tokens=262144 response_format
kimi-k2-thinking | llm chat | 262144 | mrst | 4 16 RMB | temperature top_p max_tokens=262144 response_format
kimi-k2-turbo-preview | llm chat | 256000 | mrst | 0.2 0.2 RMB 0.001 | temperature top_p max_tokens=256000 response_format
kimi-k2.5 | llm chat | 262144 | mrstv | 4 21 RMB | temperature top_p max_tokens=262144 thinking response_format
kimi-k2.6 | llm chat | 262144 | mrstv | 4 14 RMB | temperature top_p max_tokens=262144 thinking response_format
kimi-k2.7-code-highspeed | llm chat | 262144 | morstvw | 13 54 RMB | max_completion_tokens=262144 response_format json_schema
kimi-k2.7-code | llm chat | 262144 | morstvw | 6.5 27 RMB | max_completion_tokens=262144 response_format json_schema
kimi-k3 | llm chat | 1048576 | morstvw | 20 100 RMB | max_completion_tokens=1048576 response_format json_schema
moonshot-v1-128k | llm chat | 128000 | mrst | 0.06 0.06 RMB 0.001 | temperature top_p max_tokens=128000 response_format
moonshot-v1-32k | llm chat | 32000 | mrst | 0.024 0.024 RMB 0.001 | temperature top_p max_tokens=32000 response_format
moonshot-v1-8k | llm chat | 8192 | mrst | 0.012 0.012 RMB 0.001 | temperature top_p max_tokens=8192 response_format
`;
