/** Models of baichuan; columns: `read-catalogue.ts`. Prices per million tokens. */
export const baichuanModels = `
baichuan-m2-plus | llm chat | 32000 | r | - | temperature top_p max_tokens
baichuan-m2 | llm chat | 32000 | mr | - | temperature top_p top_k max_tokens
baichuan-m3-plus | llm chat | 32000 | r | - | temperature top_p max_tokens=16000
baichuan-m3 | llm chat | 32000 | r | - | temperature top_p top_k max_tokens=30000
baichuan2-turbo | llm chat | 32000 | mr | - | temperature top_p top_k max_tokens with_search_enhance
baichuan3-turbo-128k | llm chat | 128000 | mr | - | temperature top_p top_k max_tokens res_format with_search_enhance
baichuan3-turbo | llm chat | 32000 | mr | - | temperature top_p top_k max_tokens res_format with_search_enhance
baichuan4-air | llm chat | 32000 | mr | - | temperature top_p top_k max_tokens res_format with_search_enhance
baichuan4-turbo | llm chat | 32000 | mr | - | temperature top_p top_k max_tokens res_format with_search_enhance
baichuan4 | llm chat | 32000 | mr | - | temperature top_p top_k max_tokens res_format with_search_enhance
baichuan-text-embedding | text-embedding | 512 | - | -
`;
