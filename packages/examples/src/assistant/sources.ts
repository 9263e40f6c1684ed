const notes = ["Rolls cost 1 € since May.", "The oven is cleaned on Mondays."];
const manual = ["Prices include tax.", "Rolls are baked at six."];

/** Stands for a search in the notes of a shop. */
export async function searchNotes({ question }: { question: string }): Promise<readonly string[]> {
  return notes.filter((note) => sharesWord(note, question));
}

/** Stands for a search in its manual. */
export async function searchManual({ question }: { question: string }): Promise<readonly string[]> {
  return manual.filter((sentence) => sharesWord(sentence, question));
}

function sharesWord(sentence: string, question: string): boolean {
  const words = new Set(question.toLowerCase().match(/\w{4,}/g));
  return (sentence.toLowerCase().match(/\w{4,}/g) ?? []).some((word) => words.has(word));
}
