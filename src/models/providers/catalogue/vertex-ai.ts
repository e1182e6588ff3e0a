/** Models of vertex_ai; columns: `read-catalogue.ts`. */
export const vertexAiModels = `
claude-3-haiku@20240307 | llm chat | 200000 | rv | 0.00025 0.00125 USD 0.001 | max_tokens=4096 temperature top_p top_k
claude-3-opus@20240229 | llm chat | 200000 | rv | 0.015 0.075 USD 0.001 | max_tokens=4096 temperature top_p top_k
claude-3-sonnet@20240229 | llm chat | 200000 | rv | 0.003 0.015 USD 0.001 | max_tokens=4096 temperature top_p top_k
claude-3-5-sonnet-v2@20241022 | llm chat | 200000 | rv | 0.003 0.015 USD 0.001 | max_tokens=8192 temperature top_p top_k
claude-3-5-sonnet@20240620 | llm chat | 200000 | rv | 0.003 0.015 USD 0.001 | max_tokens=4096 temperature top_p top_k
claude-3-7-sonnet@20250219 | llm chat | 200000 | rv | 0.003 0.015 USD 0.001 | max_tokens=128000 temperature top_p top_k
claude-haiku-4-5@20251001 | llm chat | 200000 | rv | 0.0002 0.001 USD 0.001 | max_tokens=64000 temperature top_p top_k
claude-opus-4-5@20251101 | llm chat | 200000 | rv | 0.005 0.025 USD 0.001 | max_tokens=64000 temperature top_p top_k
claude-opus-4-6 | llm chat | 200000 | rv | 0.005 0.025 USD 0.001 | max_tokens=128000 temperature top_p top_k
claude-opus-4-7 | llm chat | 200000 | rv | 0.005 0.025 USD 0.001 | max_tokens=128000 temperature top_p top_k
claude-opus-4-8 | llm chat | 200000 | rv | 0.005 0.025 USD 0.001 | max_tokens=128000 temperature top_p top_k
claude-opus-4@20250514 | llm chat | 200000 | rv | 0.015 0.075 USD 0.001 | max_tokens=32000 temperature top_p top_k
claude-sonnet-4-5@20250929 | llm chat | 200000 | rv | 0.003 0.015 USD 0.001 | max_tokens=64000 temperature top_p top_k
claude-sonnet-4-6 | llm chat | 200000 | rv | 0.003 0.015 USD 0.001 | max_tokens=64000 temperature top_p top_k
claude-sonnet-4@20250514 | llm chat | 200000 | rv | 0.003 0.015 USD 0.001 | max_tokens=64000 temperature top_p top_k
claude-sonnet-5 | llm chat | 1000000 | drstv | 3.00 15.00 USD | max_tokens=128000 temperature top_p top_k
gemini-2.5-computer-use-preview-10-2025 | llm chat | 131072 | drstv | 1.25 10.00 USD | temperature top_p max_output_tokens=65536 grounding_search thinking_budget include_thoughts json_schema
gemini-2.5-flash-lite-preview-09-2025 | llm chat | 1048576 | adrstvw | 0.10 0.40 USD | temperature top_p max_output_tokens=65536 grounding_search thinking_budget include_thoughts json_schema
gemini-2.5-flash-lite | llm chat | 1048576 | adrstvw | 0.10 0.40 USD | temperature top_p max_output_tokens=65536 grounding_search thinking_budget include_thoughts json_schema
gemini-2.5-flash | llm chat | 1048576 | adrstvw | 0.30 2.50 USD | temperature top_p max_output_tokens=65536 grounding_search thinking_budget include_thoughts json_schema
gemini-2.5-pro | llm chat | 1048576 | adrstvw | 1.25 10.00 USD | temperature top_p max_output_tokens=65536 grounding_search thinking_budget include_thoughts json_schema
gemini-3-flash-preview | llm chat | 1048576 | admorstvw | 0.50 3.00 USD | temperature top_p max_output_tokens=65536 thinking_level include_thoughts media_resolution grounding url_context code_execution json_schema
gemini-3.1-flash-image-preview | llm chat | 65536 | dv | 120.0 120.0 USD | temperature aspect_ratio resolution include_thoughts max_output_tokens=32768
gemini-3.1-flash-lite-preview | llm chat | 1048576 | admorstvw | 0.25 1.50 USD | temperature top_p max_output_tokens=65536 thinking_level include_thoughts media_resolution grounding url_context code_execution json_schema
gemini-3.1-flash-lite | llm chat | 1048576 | admorstvw | 0.25 1.50 USD | temperature top_p max_output_tokens=65536 thinking_level include_thoughts media_resolution grounding url_context code_execution json_schema
gemini-3.1-pro-preview | llm chat | 1048576 | admorstvw | 2.0 12.00 USD | temperature top_p max_output_tokens=65536 thinking_level include_thoughts media_resolution grounding url_context code_execution json_schema
gemini-3.5-flash-lite | llm chat | 1048576 | admorstvw | 0.30 2.50 USD | temperature top_p max_output_tokens=65536 thinking_level include_thoughts media_resolution grounding url_context code_execution json_schema
gemini-3.5-flash | llm chat | 1048576 | admorstvw | 1.5 9.00 USD | temperature top_p max_output_tokens=65536 thinking_level include_thoughts media_resolution grounding url_context code_execution json_schema
gemini-flash-experimental | llm chat | 1048576 | rv | 0.00 0.00 USD | temperature top_p top_k presence_penalty frequency_penalty max_output_tokens=8192
gemini-pro-experimental | llm chat | 1048576 | rv | 0.00 0.00 USD | temperature top_p top_k presence_penalty frequency_penalty max_output_tokens=8192
text-embedding-005 | text-embedding | 2048 | - | 0.00013 0 USD 0.001
text-multilingual-embedding-002 | text-embedding | 2048 | - | 0.00013 0 USD 0.001
`;
