import { Language } from '../conversation/language';

const FAREWELLS: Readonly<Record<Language, string>> = {
  en: 'I have taken you off our list, and there will be no more calls from us. I am sorry for the disturbance. Goodbye.',
  es: 'Le he quitado de nuestra lista y no recibirá más llamadas nuestras. Disculpe las molestias. Adiós.',
  fr: 'Je vous ai retiré de notre liste et vous ne recevrez plus aucun appel de notre part. Veuillez nous excuser. Au revoir.',
  de: 'Ich habe Sie von unserer Liste genommen. Sie bekommen keine Anrufe mehr von uns. Bitte entschuldigen Sie die Störung. Auf Wiederhören.',
};

/** What a person hears last who wants no more calls. */
export function farewellIn(language: Language): string {
  return FAREWELLS[language];
}
