/**
 * Models of spark; columns: `read-catalogue.ts`. Lengths as published on
 * https://www.xfyun.cn/doc/spark/HTTP%E8%B0%83%E7%94%A8%E6%96%87%E6%A1%A3.html and …/spark/X1http.html; the names are
 * Dify's, those of its older files at the end.
 */
export const sparkModels = `
spark-4.0-ultra | llm chat | 32768 | ts | - | temperature top_k max_tokens=32768 presence_penalty frequency_penalty response_format
spark-max-32k | llm chat | 32768 | ts | - | temperature top_k max_tokens=8192 presence_penalty frequency_penalty response_format
spark-max | llm chat | 8192 | ts | - | temperature top_k max_tokens=8192 presence_penalty frequency_penalty response_format
spark-pro-128k | llm chat | 131072 | - | - | temperature top_k max_tokens=4096 presence_penalty frequency_penalty response_format
spark-pro | llm chat | 8192 | - | - | temperature top_k max_tokens=8192 presence_penalty frequency_penalty response_format
spark-lite | llm chat | 8192 | - | - | temperature top_k max_tokens=4096 presence_penalty frequency_penalty response_format
spark-x | llm chat | 65536 | rts | - | temperature top_k max_tokens=65536 presence_penalty frequency_penalty
spark-4 | llm chat | 32768 | ts | - | temperature top_k max_tokens=8192
spark-3.5 | llm chat | 8192 | ts | - | temperature top_k max_tokens=8192
spark-3 | llm chat | 8192 | - | - | temperature top_k max_tokens=8192
spark-1.5 | llm chat | 8192 | - | - | temperature top_k max_tokens=4096
`;
