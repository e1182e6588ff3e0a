/** What Gemini streams (https://ai.google.dev/api/generate-content#v1beta.models.streamGenerateContent). */
export const geminiPart = (content: object, more: object = {}) =>
  `data: ${JSON.stringify({ candidates: [{ content: { role: 'model', parts: [content] }, index: 0, ...more }], usageMetadata: { promptTokenCount: 21, candidatesTokenCount: 4, totalTokenCount: 25 } })}\r\n\r\n`;

export const geminiGreeting = [
  geminiPart({ text: 'Grüße, ' }),
  geminiPart({ text: '你好 👋' }),
  geminiPart({ functionCall: { name: 'weather', args: { city: 'Köln' } } }, { finishReason: 'STOP' }),
].join('');

export const geminiError = (message: string) => ({ error: { code: 400, message, status: 'INVALID_ARGUMENT' } });
