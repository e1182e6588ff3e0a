/** Models of zhipuai; columns: `read-catalogue.ts`. Prices per million tokens. */
export const zhipuaiModels = `
glm-3-turbo | llm chat | 131072 | mrs | 1 1 RMB | temperature top_p do_sample max_tokens=8192 web_search
glm-4-0520 | llm chat | 131072 | mrs | 100 50 RMB | temperature top_p do_sample max_tokens=4095 web_search response_format
glm-4-air-0111 | llm chat | 131072 | mrs | 0.5 0.5 RMB | temperature top_p do_sample max_tokens=4095 web_search response_format
glm-4-air-250414 | llm chat | 131072 | mrs | 0.5 0.5 RMB | temperature top_p do_sample max_tokens=4095 web_search response_format
glm-4-air | llm chat | 131072 | mrs | 0.5 0.5 RMB | temperature top_p do_sample max_tokens=4095 web_search response_format
glm-4-airx | llm chat | 8192 | mrs | 10 10 RMB | temperature top_p do_sample max_tokens=4095 web_search response_format
glm-4-flash-250414 | llm chat | 131072 | mrs | - | temperature top_p do_sample max_tokens=4095 web_search response_format
glm-4-flash | llm chat | 131072 | mrs | - | temperature top_p do_sample max_tokens=4095 web_search response_format
glm-4-flashx-250414 | llm chat | 131072 | mrs | 0.1 0.1 RMB | temperature top_p do_sample max_tokens=4095 web_search response_format
glm-4-flashx | llm chat | 131072 | mrs | 0.1 0.1 RMB | temperature top_p do_sample max_tokens=4095 web_search response_format
glm-4-long | llm chat | 1048576 | mrs | 1 1 RMB | temperature top_p do_sample max_tokens=4095 web_search response_format
glm-4-plus | llm chat | 131072 | mrs | 5 5 RMB | temperature top_p do_sample max_tokens=4095 web_search response_format
glm-4.1v-thinking-flash | llm chat | 65536 | rvw | - | temperature top_p do_sample max_tokens=4095 thinking response_format
glm-4.1v-thinking-flashx | llm chat | 65536 | rvw | 2 2 RMB | temperature top_p do_sample max_tokens=4095 thinking response_format
glm-4.5-air | llm chat | 131072 | mrs | 0.8 2 RMB | temperature top_p do_sample max_tokens=98304 web_search thinking response_format
glm-4.5-airx | llm chat | 131072 | mrs | 4 12 RMB | temperature top_p do_sample max_tokens=98304 web_search thinking response_format
glm-4.5-flash | llm chat | 131072 | mrs | - | temperature top_p do_sample max_tokens=98304 web_search thinking response_format
glm-4.5-x | llm chat | 131072 | mrs | 8 16 RMB | temperature top_p do_sample max_tokens=98304 web_search thinking response_format
glm-4.5 | llm chat | 131072 | mrs | 2 8 RMB | temperature top_p do_sample max_tokens=98304 web_search thinking response_format
glm-4.5v | llm chat | 16384 | rv | 2 6 RMB | temperature top_p do_sample max_tokens=16384 thinking response_format
glm-4.6 | llm chat | 200000 | mrs | 2 8 RMB | temperature top_p do_sample max_tokens=131072 web_search thinking response_format
glm-4.6v-flash | llm chat | 131072 | mrstvw | - | web_search thinking response_format
glm-4.6v-flashx | llm chat | 131072 | mrstvw | 0.15 1.5 RMB | web_search thinking response_format
glm-4.6v | llm chat | 131072 | mrstvw | 1 3 RMB | temperature top_p do_sample max_tokens=131072 thinking response_format
glm-4.7-flash | llm chat | 204800 | mrs | - | web_search thinking response_format
glm-4.7-flashx | llm chat | 204800 | mrs | 0.5 3 RMB | web_search thinking response_format
glm-4.7 | llm chat | 200000 | mrs | 2 8 RMB | temperature top_p do_sample max_tokens=131072 web_search thinking response_format
glm-4 | llm chat | 131072 | mrs | 100 100 RMB | temperature top_p do_sample max_tokens=4095 web_search response_format
glm-4v-flash | llm chat | 4096 | v | - | temperature top_p do_sample max_tokens=1024 response_format
glm-4v-plus-0111 | llm chat | 16384 | vw | 4 4 RMB | temperature top_p do_sample max_tokens=1024 web_search response_format
glm-4v-plus | llm chat | 8192 | vw | 4 4 RMB | temperature top_p do_sample max_tokens=1024 web_search response_format
glm-4v | llm chat | 8192 | v | 50 50 RMB | temperature top_p do_sample max_tokens=1024 web_search response_format
glm-5-turbo | llm chat | 204800 | mrs | 5 22 RMB | web_search thinking response_format
glm-5.1 | llm chat | 204800 | mrs | 6 24 RMB | web_search thinking response_format
glm-5.2 | llm chat | 1000000 | mrs | 8 28 RMB | max_tokens=131072 web_search thinking reasoning_effort response_format
glm-5.3 | llm chat | 1000000 | mrs | - | max_tokens=131072 reasoning_effort response_format
glm-5 | llm chat | 204800 | mrs | 4 18 RMB | web_search thinking response_format
glm-5v-turbo | llm chat | 204800 | mrsvw | 5 22 RMB | web_search thinking response_format
glm-z1-air | llm chat | 131072 | rs | 0.5 0.5 RMB | temperature top_p do_sample max_tokens=30720 web_search
glm-z1-airx | llm chat | 32768 | rs | 5 5 RMB | temperature top_p do_sample max_tokens=30720 web_search
glm-z1-flash | llm chat | 131072 | rs | - | temperature top_p do_sample max_tokens=30720 web_search
glm-z1-flashx | llm chat | 131072 | rs | 0.1 0.1 RMB | temperature top_p do_sample max_tokens=30720 web_search
embedding-2 | text-embedding | 8192 | - | 0.5 0 RMB
embedding-3 | text-embedding | 8192 | - | 0.5 0 RMB
text_embedding | text-embedding | 512 | - | -
`;
