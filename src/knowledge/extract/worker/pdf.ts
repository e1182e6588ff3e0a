/** The worker for PDF, by itself: its library is four times the size of all others together, and loaded every time. */
import { pdfText } from '../formats/pdf.ts';
import { answer } from './answer.ts';

await answer(async (kind) => (kind === 'pdf' ? pdfText : undefined));
