/** Models of deepseek; columns: `read-catalogue.ts`. Prices per million tokens. */
export const deepseekModels = `
deepseek-chat | llm chat | 128000 | msto | 0.28 0.42 USD | temperature top_p presence_penalty frequency_penalty max_tokens=8192 response_format
deepseek-reasoner | llm chat | 128000 | mstr | 0.28 0.42 USD | max_tokens=65536
deepseek-v4-flash | llm chat | 1000000 | mrst | - | temperature max_tokens=384000 top_p thinking reasoning_effort response_format
deepseek-v4-pro | llm chat | 1000000 | mrst | - | temperature max_tokens=384000 top_p thinking reasoning_effort response_format
`;
