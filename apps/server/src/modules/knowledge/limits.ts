// How large a library and its parts may be; the same numbers for an edit and for a file. The per-field ones repeat protocol/http/library (questionInput).
export const libraryLimits = {
  questions: 50_000,
  phrasings: 500_000,
  title: 200,
  category: 60,
  phrasing: 200,
  phrasingsPerQuestion: 2000,
  negativesPerQuestion: 500,
  answersPerQuestion: 10,
  answerText: 4000,
  alt: 200,
  followUpsPerQuestion: 8,
} as const;
