/** Models of openai; columns: `read-catalogue.ts`. */
export const openaiModels = `
gpt-4o | llm chat | 128000 | mstvo | 2.5 10 USD | temperature top_p presence_penalty frequency_penalty max_tokens=16384 response_format json_schema
gpt-4-turbo | llm chat | 128000 | mstv | 10 30 USD | temperature top_p presence_penalty frequency_penalty max_tokens=4096 response_format
gpt-4 | llm chat | 8192 | mst | 30 60 USD | temperature top_p presence_penalty frequency_penalty max_tokens=8192
gpt-3.5-turbo | llm chat | 16385 | mst | 0.5 1.5 USD | temperature top_p presence_penalty frequency_penalty max_tokens=4096 response_format
gpt-3.5-turbo-16k | llm chat | 16385 | mst | 3 4 USD | temperature top_p presence_penalty frequency_penalty max_tokens=16385
gpt-3.5-turbo-instruct | llm completion | 4096 | - | 1.5 2 USD | temperature top_p presence_penalty frequency_penalty max_tokens=4096
o1 | llm chat | 200000 | msrvo | 15 60 USD | max_tokens=100000 reasoning_effort
o3-mini | llm chat | 200000 | msro | 1.1 4.4 USD | max_tokens=100000 reasoning_effort
o4-mini | llm chat | 200000 | msrvo | 1.1 4.4 USD | max_tokens=100000 reasoning_effort
chat-latest | llm chat | 400000 | morsv | 5.00 30.00 USD | temperature top_p presence_penalty frequency_penalty max_tokens=128000 response_format json_schema service_tier
gpt-4.1-2025-04-14 | llm chat | 1047576 | morsv | 2.00 8.00 USD | temperature top_p presence_penalty frequency_penalty max_tokens=32768 response_format json_schema service_tier
gpt-4.1-mini-2025-04-14 | llm chat | 1047576 | morsv | 0.40 1.60 USD | temperature top_p presence_penalty frequency_penalty max_tokens=32768 enable_stream response_format json_schema service_tier
gpt-4.1-mini | llm chat | 1047576 | morsv | 0.40 1.60 USD | temperature top_p presence_penalty frequency_penalty max_tokens=32768 enable_stream response_format json_schema service_tier
gpt-4.1-nano-2025-04-14 | llm chat | 1047576 | mrsv | 0.10 0.40 USD | temperature top_p presence_penalty frequency_penalty max_tokens=32768 response_format json_schema
gpt-4.1-nano | llm chat | 1047576 | mrsv | 0.10 0.40 USD | temperature top_p presence_penalty frequency_penalty max_tokens=32768 response_format json_schema
gpt-4.1 | llm chat | 1047576 | morsv | 2.00 8.00 USD | temperature top_p presence_penalty frequency_penalty max_tokens=32768 response_format json_schema service_tier
gpt-4o-2024-08-06 | llm chat | 128000 | morsv | 2.50 10.00 USD | temperature top_p presence_penalty frequency_penalty max_tokens=16384 response_format json_schema service_tier
gpt-4o-2024-11-20 | llm chat | 128000 | morsv | 2.50 10.00 USD | temperature top_p presence_penalty frequency_penalty max_tokens=16384 response_format json_schema service_tier
gpt-4o-mini-2024-07-18 | llm chat | 128000 | morsv | 0.15 0.60 USD | temperature top_p presence_penalty frequency_penalty max_tokens=16384 response_format json_schema service_tier
gpt-4o-mini | llm chat | 128000 | morsv | 0.15 0.60 USD | temperature top_p presence_penalty frequency_penalty max_tokens=16384 response_format json_schema service_tier
gpt-5-mini | llm chat | 400000 | morsv | 0.25 2.00 USD | max_tokens=128000 response_format json_schema reasoning_effort verbosity enable_stream service_tier
gpt-5-nano | llm chat | 400000 | morsv | 0.05 0.40 USD | max_tokens=128000 response_format json_schema reasoning_effort verbosity enable_stream service_tier
gpt-5.1-2025-11-13 | llm chat | 400000 | morsv | 1.25 10.00 USD | max_tokens=128000 response_format json_schema reasoning_effort verbosity enable_stream service_tier
gpt-5.1 | llm chat | 400000 | morsv | 1.25 10.00 USD | max_tokens=128000 response_format json_schema reasoning_effort verbosity enable_stream service_tier
gpt-5.2-2025-12-11 | llm chat | 400000 | morsv | 1.75 14.00 USD | max_tokens=128000 response_format json_schema reasoning_effort verbosity enable_stream service_tier
gpt-5.2-pro-2025-12-11 | llm chat | 400000 | mrsv | 21.00 168.00 USD | max_tokens=128000 reasoning_effort verbosity enable_stream service_tier
gpt-5.2-pro | llm chat | 400000 | mrsv | 21.00 168.00 USD | max_tokens=128000 reasoning_effort verbosity enable_stream service_tier
gpt-5.2 | llm chat | 400000 | morsv | 1.75 14.00 USD | max_tokens=128000 response_format json_schema reasoning_effort verbosity enable_stream service_tier
gpt-5.4-2026-03-05 | llm chat | 1050000 | morsv | 2.50 15.00 USD | max_tokens=128000 response_format json_schema reasoning_effort verbosity enable_stream service_tier
gpt-5.4-mini-2026-03-17 | llm chat | 400000 | morsv | 0.75 4.50 USD | max_tokens=128000 response_format json_schema reasoning_effort verbosity enable_stream service_tier
gpt-5.4-mini | llm chat | 400000 | morsv | 0.75 4.50 USD | max_tokens=128000 response_format json_schema reasoning_effort verbosity enable_stream service_tier
gpt-5.4-nano-2026-03-17 | llm chat | 400000 | morsv | 0.20 1.25 USD | max_tokens=128000 response_format json_schema reasoning_effort verbosity enable_stream service_tier
gpt-5.4-nano | llm chat | 400000 | morsv | 0.20 1.25 USD | max_tokens=128000 response_format json_schema reasoning_effort verbosity enable_stream service_tier
gpt-5.4-pro-2026-03-05 | llm chat | 1050000 | mrsv | 30.00 180.00 USD | max_tokens=128000 reasoning_effort verbosity enable_stream service_tier
gpt-5.4-pro | llm chat | 1050000 | mrsv | 30.00 180.00 USD | max_tokens=128000 reasoning_effort verbosity enable_stream service_tier
gpt-5.4 | llm chat | 1050000 | morsv | 2.50 15.00 USD | max_tokens=128000 response_format json_schema reasoning_effort verbosity enable_stream service_tier
gpt-5.5-2026-04-23 | llm chat | 1050000 | morsv | 5.00 30.00 USD | max_tokens=128000 response_format json_schema reasoning_effort verbosity enable_stream service_tier
gpt-5.5-pro-2026-04-23 | llm chat | 1050000 | morv | 30.00 180.00 USD | max_tokens=128000 response_format json_schema reasoning_effort verbosity service_tier
gpt-5.5-pro | llm chat | 1050000 | morv | 30.00 180.00 USD | max_tokens=128000 response_format json_schema reasoning_effort verbosity service_tier
gpt-5.5 | llm chat | 1050000 | morsv | 5.00 30.00 USD | max_tokens=128000 response_format json_schema reasoning_effort verbosity enable_stream service_tier
gpt-5.6-luna | llm chat | 1050000 | morsv | 0.20 1.20 USD | max_tokens=128000 response_format json_schema reasoning_effort reasoning_mode reasoning_context reasoning_summary verbosity enable_stream service_tier
gpt-5.6-sol | llm chat | 1050000 | morsv | 5.00 30.00 USD | max_tokens=128000 response_format json_schema reasoning_effort reasoning_mode reasoning_context reasoning_summary verbosity enable_stream service_tier
gpt-5.6-terra | llm chat | 1050000 | morsv | 2.00 12.00 USD | max_tokens=128000 response_format json_schema reasoning_effort reasoning_mode reasoning_context reasoning_summary verbosity enable_stream service_tier
gpt-5.6 | llm chat | 1050000 | morsv | 5.00 30.00 USD | max_tokens=128000 response_format json_schema reasoning_effort reasoning_mode reasoning_context reasoning_summary verbosity enable_stream service_tier
gpt-5 | llm chat | 400000 | morsv | 1.25 10.00 USD | max_tokens=128000 response_format json_schema reasoning_effort verbosity enable_stream service_tier
gpt-audio-1.5 | llm chat | 128000 | amrs | 2.50 10.00 USD | temperature top_p presence_penalty frequency_penalty max_tokens=16384 response_format
gpt-audio-mini-2025-12-15 | llm chat | 128000 | amr | 0.60 2.40 USD | temperature top_p presence_penalty frequency_penalty max_tokens=16384 response_format
o3-pro | llm chat | 200000 | ortv | 20.0 80.0 USD | max_tokens=100000 reasoning_effort response_format json_schema service_tier
o3 | llm chat | 200000 | orstv | 2.0 8.0 USD | max_tokens=100000 reasoning_effort response_format json_schema enable_stream service_tier
text-embedding-3-large | text-embedding | 8191 | - | 0.00013 0 USD 0.001
text-embedding-3-small | text-embedding | 8191 | - | 0.00002 0 USD 0.001
text-embedding-ada-002 | text-embedding | 8097 | - | 0.0001 0 USD 0.001
gpt-4o-mini-transcribe-2025-12-15 | speech2text | - | - | -
gpt-4o-mini-transcribe | speech2text | - | - | -
gpt-4o-transcribe-diarize | speech2text | - | - | -
gpt-4o-transcribe | speech2text | - | - | -
whisper-1 | speech2text | - | - | -
gpt-4o-mini-tts-2025-12-15 | tts | - | - | 0.012 0 USD 0.001
tts-1-hd | tts | - | - | 0.03 0 USD 0.001
tts-1 | tts | - | - | 0.015 0 USD 0.001
omni-moderation-latest | moderation | - | - | -
`;
