import { EndClass, personReached } from './person-reached';
import { readTranscript } from './transcript';

const reached = (text: string, endClass: EndClass = 'conversation', durationSeconds = 40) =>
  personReached({ endClass, utterances: readTranscript(text), durationSeconds });

describe('personReached', () => {
  it.each([
    ['User: Please leave a message after the tone.', 'voicemail'],
    [
      'User: The person you are trying to reach is not available. At the tone, please record your message.',
      'voicemail',
    ],
    ['User: The mailbox is full and cannot accept any messages at this time. Goodbye.', 'voicemail'],
    ['User: Your call has been forwarded to an automated voice messaging system.', 'voicemail'],
    ['User: No puedo atenderte en este momento, deja tu mensaje después del tono.', 'voicemail'],
    ['User: Ha llamado al buzón de voz de Marta.', 'voicemail'],
    [
      'User: Le téléphone de votre correspondant est éteint. Laissez un message après le bip sonore.',
      'voicemail',
    ],
    ['User: Vous êtes bien sur le répondeur de Luc.', 'voicemail'],
    [
      'User: Hier ist die Mailbox von Max. Bitte hinterlassen Sie eine Nachricht nach dem Piepton.',
      'voicemail',
    ],
    ['User: Der gewünschte Gesprächspartner ist zurzeit nicht erreichbar.', 'voicemail'],
    ['User: Please state your name and reason for calling, and I will see if she is available.', 'screening'],
    ['User: Indiquez votre nom et le motif de votre appel.', 'screening'],
    ['User: Thank you for calling. If you know your party’s extension, dial it now.', 'menu'],
    ['User: Para español, oprima el dos.', 'menu'],
    ['User: Für den Kundendienst drücken Sie bitte die Zwei.', 'menu'],
  ])('takes %j for %s', (text, by) => {
    expect(reached(text)).toMatchObject({ by, said: [] });
  });

  it.each([
    'User: Hello?',
    "User: He can't come to the phone right now, can I take a message?",
    'User: Thanks for calling me back. What is it about?',
    'AI: Hi!\nUser: Please leave a message after the tone.\nUser: Hello? Hello, I am here!',
    'User: Press 1 to accept the call.\nAI: Hi, this is Laura.\nUser: Yes, who is it?',
    'User: Mi marido no puede atender, ¿quiere dejar un recado?',
    'User: Er ist gerade nicht da, soll ich etwas ausrichten?',
  ])('knows a person in %j', (text) => {
    expect(reached(text).by).toBe('person');
  });

  it('keeps what the provider found to be voicemail', () => {
    expect(reached('User: Hello?', 'voicemail').by).toBe('voicemail');
  });

  it('takes a beep for no person', () => {
    expect(reached('AI: Hi there!\nUser: Beep.').by).toBe('silence');
  });

  it('takes a long call without a transcript for a person, in doubt', () => {
    expect(reached('', 'conversation', 60)).toMatchObject({ by: 'person', doubt: 'reached' });
    expect(reached('', 'conversation', 5).by).toBe('silence');
  });

  it.each(['no-answer', 'busy', 'bad-number', 'carrier-failure', 'start-refused'] as const)(
    'reached nobody where the call ended as %s',
    (endClass) => {
      expect(reached('', endClass).by).toBe('nobody');
    },
  );
});
