/** Models of zhipuai; columns: `read-catalogue.ts`. */
export const zhipuaiModels = `
glm-3-turbo | llm chat | 131072 | mrs | 0.001 0.001 RMB 0.001 | temperature top_p do_sample max_tokens=8192 web_search
glm-4-0520 | llm chat | 131072 | mrs | 0.1 0.05 RMB 0.001 | temperature top_p do_sample max_tokens=4095 web_search response_format
glm-4-air-0111 | llm chat | 131072 | mrs | 0.0005 0.0005 RMB 0.001 | temperature top_p do_sample max_tokens=4095 web_search response_format
glm-4-air-250414 | llm chat | 131072 | mrs | 0.0005 0.0005 RMB 0.001 | temperature top_p do_sample max_tokens=4095 web_search response_format
glm-4-air | llm chat | 131072 | mrs | 0.0005 0.0005 RMB 0.001 | temperature top_p do_sample max_tokens=4095 web_search response_format
glm-4-airx | llm chat | 8192 | mrs | 0.01 0.01 RMB 0.001 | temperature top_p do_sample max_tokens=4095 web_search response_format
glm-4-flash-250414 | llm chat | 131072 | mrs | 0 0 RMB 0.001 | temperature top_p do_sample max_tokens=4095 web_search response_format
glm-4-flash | llm chat | 131072 | mrs | 0 0 RMB 0.001 | temperature top_p do_sample max_tokens=4095 web_search response_format
glm-4-flashx-250414 | llm chat | 131072 | mrs | 0.0001 0.0001 RMB 0.001 | temperature top_p do_sample max_tokens=4095 web_search response_format
glm-4-flashx | llm chat | 131072 | mrs | 0.0001 0.0001 RMB 0.001 | temperature top_p do_sample max_tokens=4095 web_search response_format
glm-4-long | llm chat | 1048576 | mrs | 0.001 0.001 RMB 0.001 | temperature top_p do_sample max_tokens=4095 web_search response_format
glm-4-plus | llm chat | 131072 | mrs | 0.005 0.005 RMB 0.001 | temperature top_p do_sample max_tokens=4095 web_search response_format
glm-4.1v-thinking-flash | llm chat | 65536 | rvw | 0.00 0.00 RMB 0.001 | temperature top_p do_sample max_tokens=4095 thinking response_format
glm-4.1v-thinking-flashx | llm chat | 65536 | rvw | 0.002 0.002 RMB 0.001 | temperature top_p do_sample max_tokens=4095 thinking response_format
glm-4.5-air | llm chat | 131072 | mrs | 0.0008 0.002 RMB 0.001 | temperature top_p do_sample max_tokens=98304 web_search thinking response_format
glm-4.5-airx | llm chat | 131072 | mrs | 0.004 0.012 RMB 0.001 | temperature top_p do_sample max_tokens=98304 web_search thinking response_format
glm-4.5-flash | llm chat | 131072 | mrs | 0.00 0.00 RMB 0.001 | temperature top_p do_sample max_tokens=98304 web_search thinking response_format
glm-4.5-x | llm chat | 131072 | mrs | 0.008 0.016 RMB 0.001 | temperature top_p do_sample max_tokens=98304 web_search thinking response_format
glm-4.5 | llm chat | 131072 | mrs | 0.002 0.008 RMB 0.001 | temperature top_p do_sample max_tokens=98304 web_search thinking response_format
glm-4.5v | llm chat | 16384 | rv | 0.002 0.006 RMB 0.001 | temperature top_p do_sample max_tokens=16384 thinking response_format
glm-4.6 | llm chat | 200000 | mrs | 0.002 0.008 RMB 0.001 | temperature top_p do_sample max_tokens=131072 web_search thinking response_format
glm-4.6v-flash | llm chat | 131072 | mrstvw | 0 0 RMB 0.001 | web_search thinking response_format
glm-4.6v-flashx | llm chat | 131072 | mrstvw | 0.00015 0.0015 RMB 0.001 | web_search thinking response_format
glm-4.6v | llm chat | 131072 | mrstvw | 0.001 0.003 RMB 0.001 | temperature top_p do_sample max_tokens=131072 thinking response_format
glm-4.7-flash | llm chat | 204800 | mrs | 0 0 RMB 0.001 | web_search thinking response_format
glm-4.7-flashx | llm chat | 204800 | mrs | 0.0005 0.003 RMB 0.001 | web_search thinking response_format
glm-4.7 | llm chat | 200000 | mrs | 0.002 0.008 RMB 0.001 | temperature top_p do_sample max_tokens=131072 web_search thinking response_format
glm-4 | llm chat | 131072 | mrs | 0.1 0.1 RMB 0.001 | temperature top_p do_sample max_tokens=4095 web_search response_format
glm-4v-flash | llm chat | 4096 | v | 0.00 0.00 RMB 0.001 | temperature top_p do_sample max_tokens=1024 response_format
glm-4v-plus-0111 | llm chat | 16384 | vw | 0.004 0.004 RMB 0.001 | temperature top_p do_sample max_tokens=1024 web_search response_format
glm-4v-plus | llm chat | 8192 | vw | 0.004 0.004 RMB 0.001 | temperature top_p do_sample max_tokens=1024 web_search response_format
glm-4v | llm chat | 8192 | v | 0.05 0.05 RMB 0.001 | temperature top_p do_sample max_tokens=1024 web_search response_format
glm-5-turbo | llm chat | 204800 | mrs | 0.005 0.022 RMB 0.001 | web_search thinking response_format
glm-5.1 | llm chat | 204800 | mrs | 0.006 0.024 RMB 0.001 | web_search thinking response_format
glm-5.2 | llm chat | 1000000 | mrs | 0.008 0.028 RMB 0.001 | max_tokens=131072 web_search thinking reasoning_effort response_format
glm-5.3 | llm chat | 1000000 | mrs | - | max_tokens=131072 reasoning_effort response_format
glm-5 | llm chat | 204800 | mrs | 0.004 0.018 RMB 0.001 | web_search thinking response_format
glm-5v-turbo | llm chat | 204800 | mrsvw | 0.005 0.022 RMB 0.001 | web_search thinking response_format
glm-z1-air | llm chat | 131072 | rs | 0.0005 0.0005 RMB 0.001 | temperature top_p do_sample max_tokens=30720 web_search
glm-z1-airx | llm chat | 32768 | rs | 0.005 0.005 RMB 0.001 | temperature top_p do_sample max_tokens=30720 web_search
glm-z1-flash | llm chat | 131072 | rs | 0 0 RMB 0.001 | temperature top_p do_sample max_tokens=30720 web_search
glm-z1-flashx | llm chat | 131072 | rs | 0.0001 0.0001 RMB 0.001 | temperature top_p do_sample max_tokens=30720 web_search
embedding-2 | text-embedding | 8192 | - | 0.0005 0 RMB 0.001
embedding-3 | text-embedding | 8192 | - | 0.0005 0 RMB 0.001
text_embedding | text-embedding | 512 | - | -
`;
