/** Models of google; columns: `read-catalogue.ts`. Prices per million tokens. */
export const googleModels = `
gemini-2.5-flash-image | llm chat | 32768 | dv | 0.30 30.0 USD | temperature aspect_ratio flex_inference max_output_tokens=32768
gemini-2.5-flash-lite | llm chat | 1048576 | admrstvw | 0.10 0.40 USD | temperature top_p max_output_tokens=65536 include_thoughts thinking_mode thinking_budget grounding url_context code_execution flex_inference json_schema
gemini-2.5-flash | llm chat | 1048576 | admrstvw | 0.30 2.50 USD | temperature top_p max_output_tokens=65536 include_thoughts thinking_mode thinking_budget grounding url_context code_execution flex_inference json_schema
gemini-2.5-pro | llm chat | 1048576 | admrstvw | 1.25 10.00 USD | temperature top_p max_output_tokens=65536 include_thoughts thinking_budget grounding url_context code_execution flex_inference json_schema
gemini-3-flash-preview | llm chat | 1048576 | admorstvw | 0.5 3.00 USD | temperature top_p include_thoughts media_resolution thinking_level grounding url_context code_execution max_output_tokens=65536 flex_inference json_schema
gemini-3-pro-image-preview | llm chat | 131072 | dov | 2.0 120.0 USD | temperature top_p aspect_ratio resolution include_thoughts grounding max_output_tokens=32768 flex_inference json_schema
gemini-3.1-flash-lite | llm chat | 1048576 | admorstvw | 0.25 1.50 USD | temperature top_p include_thoughts media_resolution thinking_level grounding url_context code_execution max_output_tokens=65536 service_tier json_schema
gemini-3.1-pro-preview-customtools | llm chat | 1048576 | admorstvw | 2.0 12.00 USD | temperature top_p include_thoughts media_resolution thinking_level grounding url_context code_execution max_output_tokens=65536 flex_inference json_schema
gemini-3.1-pro-preview | llm chat | 1048576 | admorstvw | 2.0 12.00 USD | temperature top_p include_thoughts media_resolution thinking_level grounding url_context code_execution max_output_tokens=65536 flex_inference json_schema
gemini-3.5-flash-lite | llm chat | 1048576 | admorstvw | 0.30 2.50 USD | include_thoughts media_resolution thinking_level grounding url_context code_execution max_output_tokens=65536 service_tier json_schema
gemini-3.5-flash | llm chat | 1048576 | admorstvw | 1.5 9.00 USD | include_thoughts media_resolution thinking_level grounding url_context code_execution max_output_tokens=65536 service_tier json_schema
gemini-3.6-flash | llm chat | 1048576 | admorstvw | 1.50 7.50 USD | include_thoughts media_resolution thinking_level grounding url_context code_execution max_output_tokens=65536 service_tier json_schema
gemini-3.7-flash | llm chat | 1048576 | admorstvw | 0.75 3.75 USD | include_thoughts media_resolution thinking_level grounding url_context code_execution max_output_tokens=65536 service_tier json_schema
gemini-flash-latest | llm chat | 1048576 | admorstvw | 0.5 3.00 USD | temperature top_p include_thoughts media_resolution thinking_level grounding url_context code_execution max_output_tokens=65536 json_schema
gemini-flash-lite-latest | llm chat | 1048576 | admrstvw | 0.10 0.40 USD | temperature top_p max_output_tokens=65536 include_thoughts thinking_mode thinking_budget grounding url_context code_execution json_schema
gemini-embedding-001 | text-embedding | 2048 | - | 0.15 0 USD
gemini-embedding-2-preview | text-embedding | 8192 | v | 0.2 0 USD
`;
