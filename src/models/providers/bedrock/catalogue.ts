/**
 * Models of Bedrock; columns: `read-catalogue.ts`. Prices per million tokens in us-east-1, as published on
 * https://aws.amazon.com/bedrock/pricing.
 */
export const bedrockModels = `
anthropic claude 5 | llm chat | 1000000 | msvdr | - | effort max_tokens=128000
anthropic claude | llm chat | 200000 | msvdr | - | reasoning_type reasoning_budget temperature top_p top_k max_tokens=128000 response_format json_schema
amazon nova | llm chat | 300000 | msvdwr | - | temperature top_p top_k max_new_tokens=5000
cohere | llm chat | 128000 | msr | - | temperature top_p top_k max_new_tokens=4000
deepseek | llm chat | 32768 | msr | - | temperature top_p max_tokens=32768 response_format
meta | llm chat | 128000 | tr | - | temperature top_p max_gen_len=2048
mistral | llm chat | 32000 | tr | - | temperature top_p max_tokens=8192
openai | llm chat | 272000 | msr | - | temperature top_p reasoning_effort max_tokens=128000 response_format
qwen | llm chat | 32768 | msr | - | temperature top_p max_tokens=32768 response_format
ai21 | llm chat | 256000 | - | - | temperature top_p max_gen_len=4096
anthropic.claude-fable-5 | llm chat | 1000000 | msvdr | 10 50 USD | effort max_tokens=128000
anthropic.claude-opus-5 | llm chat | 1000000 | msvdr | 5 25 USD | effort max_tokens=128000
anthropic.claude-sonnet-5 | llm chat | 1000000 | msvdr | 3 15 USD | effort max_tokens=128000
anthropic.claude-opus-4-8 | llm chat | 200000 | msvdr | 5 25 USD | max_tokens=128000
anthropic.claude-opus-4-7 | llm chat | 200000 | msvdr | 5 25 USD | max_tokens=128000
anthropic.claude-opus-4-6-v1 | llm chat | 200000 | msvdr | 5 25 USD | temperature top_p top_k max_tokens=128000
anthropic.claude-sonnet-4-6 | llm chat | 200000 | msvdr | 3 15 USD | temperature top_p top_k max_tokens=64000
anthropic.claude-opus-4-5-20251101-v1:0 | llm chat | 200000 | msvdr | 5 25 USD | temperature top_p top_k max_tokens=64000
anthropic.claude-haiku-4-5-20251001-v1:0 | llm chat | 200000 | msvdr | 1 5 USD | temperature top_p top_k max_tokens=64000
anthropic.claude-sonnet-4-5-20250929-v1:0 | llm chat | 200000 | msvdr | 3 15 USD | temperature top_p top_k max_tokens=64000
anthropic.claude-opus-4-1-20250805-v1:0 | llm chat | 200000 | msvdr | 15 75 USD | temperature top_p top_k max_tokens=32000
anthropic.claude-opus-4-20250514-v1:0 | llm chat | 200000 | msvdr | 15 75 USD | temperature top_p top_k max_tokens=32000
anthropic.claude-sonnet-4-20250514-v1:0 | llm chat | 200000 | msvdr | 3 15 USD | temperature top_p top_k max_tokens=64000
anthropic.claude-3-haiku-20240307-v1:0 | llm chat | 200000 | msvd | 0.25 1.25 USD | temperature top_p top_k max_tokens=4096
anthropic.claude-3-sonnet-20240229-v1:0 | llm chat | 200000 | msvd | 3 15 USD | temperature top_p top_k max_tokens=4096
anthropic.claude-3-opus-20240229-v1:0 | llm chat | 200000 | msvd | 15 75 USD | temperature top_p top_k max_tokens=4096
anthropic.claude-3-5-haiku-20241022-v1:0 | llm chat | 200000 | ms | 0.8 4 USD | temperature top_p top_k max_tokens=8192
anthropic.claude-3-5-sonnet-20240620-v1:0 | llm chat | 200000 | msvd | 3 15 USD | temperature top_p top_k max_tokens=4096
anthropic.claude-3-5-sonnet-20241022-v2:0 | llm chat | 200000 | msvd | 3 15 USD | temperature top_p top_k max_tokens=8192
anthropic.claude-3-7-sonnet-20250219-v1:0 | llm chat | 200000 | msvdr | 3 15 USD | temperature top_p top_k max_tokens=64000
amazon.nova-micro-v1:0 | llm chat | 128000 | ms | 0.035 0.14 USD | temperature top_p top_k max_tokens=5000
amazon.nova-lite-v1:0 | llm chat | 300000 | msvdw | 0.06 0.24 USD | temperature top_p top_k max_tokens=5000
amazon.nova-pro-v1:0 | llm chat | 300000 | msvdw | 0.8 3.2 USD | temperature top_p top_k max_tokens=5000
meta.llama3-1-8b-instruct-v1:0 | llm chat | 128000 | t | 0.22 0.22 USD | temperature top_p max_tokens=2048
meta.llama3-1-70b-instruct-v1:0 | llm chat | 128000 | t | 0.72 0.72 USD | temperature top_p max_tokens=2048
mistral.mistral-large-2402-v1:0 | llm chat | 32000 | t | 4 12 USD | temperature top_p max_tokens=8192
cohere.command-r-v1:0 | llm chat | 128000 | t | 0.5 1.5 USD | temperature max_tokens=4096
cohere.command-r-plus-v1:0 | llm chat | 128000 | t | 3 15 USD | temperature max_tokens=4096
deepseek.r1-v1:0 | llm chat | 128000 | r | 1.35 5.4 USD | temperature top_p max_tokens=32768
amazon.titan-embed-text-v1 | text-embedding | 8192 | - | 0.1 0 USD
amazon.titan-embed-text-v2:0 | text-embedding | 8192 | - | 0.02 0 USD
cohere.embed-english-v3 | text-embedding | 512 | - | 0.1 0 USD
cohere.embed-multilingual-v3 | text-embedding | 512 | - | 0.1 0 USD
cohere.embed-v4:0 | text-embedding | 128000 | - | 0.12 0 USD
cohere.rerank-v3-5:0 | rerank | 5120 | - | -
amazon.rerank-v1:0 | rerank | 5120 | - | -
`;
