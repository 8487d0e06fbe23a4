// Takes what is nobody's business out of a consumer's words before others than the conversation's own people read them. Not for masking records (commerce/mask).

/** An order or phone number says nothing about a question. */
export const blot = (text: string): string => text.replace(/\d{5,}/g, '***');
