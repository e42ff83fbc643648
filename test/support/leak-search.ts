/** Ten digits or more, with what people and encodings put between them. Letters end a number, so ids fall apart. */
const DIGITS = /\d(?:[^\w\n]{0,3}\d){9,}/g;

/** Looks for what must never be read in a log line, a metric or an error: numbers in any form, and exact texts. */
export class LeakSearch {
  readonly #numbers = new Map<string, string>();
  readonly #texts = new Map<string, string>();

  /** @param form as the number stands anywhere; found again however it is written */
  number(what: string, form: string): this {
    const digits = form.replace(/\D/g, '');
    // The national number alone is as good as the whole; an extension or a note is none.
    if (digits.length >= 10) this.#numbers.set(digits.slice(-10), what);
    return this;
  }

  /** Found with case ignored; texts that are too short to mean anything are left out. */
  text(what: string, text: string, leastCharacters = 8): this {
    const sought = text.trim().toLowerCase();
    if (sought.length >= leastCharacters) this.#texts.set(sought, what);
    return this;
  }

  get size(): number {
    return this.#numbers.size + this.#texts.size;
  }

  /** What leaked, each with the line around it. */
  leaksIn(output: string): string[] {
    return output.split('\n').flatMap((line) => {
      const runs = [...line.matchAll(DIGITS)].map(([run]) => run.replace(/\D/g, ''));
      const lower = line.toLowerCase();
      return [
        ...[...this.#numbers].filter(([digits]) => runs.some((run) => run.includes(digits))),
        ...[...this.#texts].filter(([text]) => lower.includes(text) || lower.includes(escaped(text))),
      ].map(([, what]) => `${what}: ${line.slice(0, 400)}`);
    });
  }
}

/** As the text stands inside a JSON string that holds JSON. */
function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
