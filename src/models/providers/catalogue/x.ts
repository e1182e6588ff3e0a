/** Models of x; columns: `read-catalogue.ts`. Prices per million tokens. */
export const xModels = `
grok-3-mini | llm chat | 131072 | mrst | 0.30 0.50 USD | temperature top_p reasoning_effort response_format json_schema search_parameters
grok-3 | llm chat | 131072 | mrst | 3.00 15.00 USD | temperature top_p frequency_penalty response_format json_schema search_parameters
grok-4-0709 | llm chat | 256000 | mrstv | 3.00 15.00 USD | temperature top_p response_format json_schema search_parameters
grok-4-1-fast-non-reasoning | llm chat | 2000000 | mrstv | 0.20 0.50 USD | temperature top_p response_format json_schema search_parameters
grok-4-1-fast-reasoning | llm chat | 2000000 | mrstv | 0.20 0.50 USD | temperature top_p response_format json_schema search_parameters
grok-4.3 | llm chat | 1000000 | mrstv | 1.25 2.50 USD | temperature top_p reasoning_effort response_format json_schema search_parameters
grok-4-fast-non-reasoning | llm chat | 2000000 | mrstv | 0.20 0.50 USD | temperature top_p response_format json_schema search_parameters
grok-4-fast-reasoning | llm chat | 2000000 | mrstv | 0.20 0.50 USD | temperature top_p response_format json_schema search_parameters
grok-4.20-beta-0309-non-reasoning | llm chat | 2000000 | mrstv | 2.00 6.00 USD | temperature top_p response_format json_schema search_parameters
grok-4.20-beta-0309-reasoning | llm chat | 2000000 | mrstv | 2.00 6.00 USD | temperature top_p response_format json_schema search_parameters
grok-4.20-multi-agent-beta-0309 | llm chat | 2000000 | mrstv | 2.00 6.00 USD | temperature top_p response_format json_schema search_parameters
grok-4.5 | llm chat | 500000 | mrstv | 2.00 6.00 USD | temperature top_p reasoning_effort response_format json_schema search_parameters
grok-4.6 | llm chat | 500000 | morstv | 2.00 6.00 USD | temperature top_p reasoning_effort response_format json_schema search_parameters service_tier
grok-code-fast-1 | llm chat | 256000 | mrst | 0.20 1.50 USD | temperature top_p response_format json_schema
`;
