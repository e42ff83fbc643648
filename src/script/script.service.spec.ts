import { aScript } from './script.factory';

const JANE = { name: 'Jane Doe', company: 'Acme', notes: 'Met at the fair', fields: {} };

describe('the built-in templates', () => {
  it('say at once who calls, for whom, why, that it is an AI, that it is recorded, and how to opt out', () => {
    expect(aScript().render(JANE).firstMessage).toBe(
      'Hi Jane, this is Laura, an automated AI voice, on a recorded sales call for Example Solar, Inc. ' +
        'Say "stop calling" or press 9 at any time, and we will not call again. Do you have a minute?',
    );
  });

  it('do not call it a sales call where nothing is sold', () => {
    const { firstMessage, systemPrompt } = aScript({ CALL_PURPOSE: 'informational' }).render(JANE);
    expect(firstMessage).toContain('on a recorded call for Example Solar, Inc. Say');
    expect(`${firstMessage} ${systemPrompt}`).not.toContain('sales');
  });

  it.each(['-', 'N/A', '???', '', '   ', '\u0000', 'x'.repeat(81), undefined])(
    'greet somebody who is called %p without a name',
    (name) => {
      const { firstMessage, systemPrompt } = aScript().render({
        ...JANE,
        ...(name !== undefined && { name }),
      });
      const greeting = name === undefined ? /^Hi Jane, / : /^Hi there, /;
      expect(firstMessage).toMatch(greeting);
      if (name !== undefined) expect(systemPrompt).toContain('name: not known');
    },
  );

  it('tell the agent of the tools, the number to call back, and what is known of the lead', () => {
    const { systemPrompt } = aScript().render(JANE);
    for (const word of [
      'opt_out',
      'request_callback',
      '+14155550100',
      'name: Jane Doe',
      'company: Acme',
      'Met at the fair',
    ]) {
      expect(systemPrompt).toContain(word);
    }
    expect(systemPrompt).not.toContain('{%');
  });

  it('leave the present time to VAPI, which knows it when the call begins', () => {
    expect(aScript().render(JANE).systemPrompt).toContain('{{now}}');
  });

  it('take in the goal and the product of the campaign', () => {
    const variables = JSON.stringify({ product: 'solar panels', goal: 'Book a visit.' });
    const { systemPrompt } = aScript({ PROMPT_VARIABLES: variables }).render(JANE);
    expect(systemPrompt).toContain('Book a visit.\nThe call is about solar panels.');
  });
});

describe('a value that a lead lacks', () => {
  const opening = '{{ disclosures.opening }}';
  const withFirstMessage = (text: string) => aScript({ FIRST_MESSAGE_TEMPLATE: `${text}, ${opening}` });

  it.each([
    ['Hello {{ lead.firstName }}', /FIRST_MESSAGE_TEMPLATE needs lead\.firstName, which this lead/],
    [
      'Hello {{ lead["Pet Name"] }}',
      /needs lead\["Pet Name"\], .* \{\{ lead\["Pet Name"\] \| default: "…" \}\}$/,
    ],
    ['Hello {% assign you = lead.City %}{{ you }}', /leaves a gap where a value came to nothing/],
  ])('is not spoken as nothing by %j', (template, message) => {
    expect(() => withFirstMessage(template).render({ fields: { 'Pet Name': ' ' } })).toThrow(message);
  });

  it.each([
    ['a declared fallback', 'Hello {{ lead.City | default: "neighbour" }}', 'Hello neighbour, this'],
    ['a condition', 'Hello{% if lead.City %} from {{ lead.City }}{% endif %}', 'Hello, this'],
  ])('is made up for by %s', (_what, template, beginning) => {
    expect(withFirstMessage(template).render({ fields: {} }).firstMessage).toContain(beginning);
  });

  it('names the variable of a system prompt as well', () => {
    const script = aScript({ PROMPT_TEMPLATE: 'Sell to {{ lead.company }} of {{ lead.City }}.' });
    expect(() => script.render(JANE)).toThrow(/^PROMPT_TEMPLATE needs lead\.City/);
    const rendered = script.render({ ...JANE, fields: { City: 'Denver' } });
    expect(rendered.systemPrompt).toMatch(/^Sell to Acme of Denver\.\n/);
  });

  it('is shown in a preview with everything else that is missing', () => {
    const script = aScript({
      PROMPT_TEMPLATE: '{{ lead.City }}, {{ lead["Last Visit"] }}, {{ lead.City }}',
      FIRST_MESSAGE_TEMPLATE: `Hello {{ lead.nickname }}, ${opening}`,
    });
    const preview = script.preview({ fields: {} });
    expect(preview.missingVariables).toEqual(['lead.City', 'lead["Last Visit"]', 'lead.nickname']);
    expect(preview.firstMessage).toMatch(/^Hello \[lead\.nickname\], this is Laura/);
    expect(preview.faults[0]).toBe('lead.City has no value and no fallback');
    expect(
      script.preview({ fields: { City: 'Denver', nickname: 'Al', 'Last Visit': 'May' } }).faults,
    ).toEqual([]);
  });
});

describe('the version', () => {
  it('changes with every text and setting that is the same for all leads, and with nothing else', () => {
    const changes: Record<string, string>[] = [
      {},
      { PROMPT_TEMPLATE: 'Sell.' },
      { FIRST_MESSAGE_TEMPLATE: 'Hello, {{ disclosures.opening }}' },
      { PROMPT_VARIABLES: '{"product":"tea"}' },
      { AGENT_NAME: 'Carla' },
      { AGENT_LANGUAGE: 'de' },
      { CALL_PURPOSE: 'informational' },
    ];
    const versions = changes.map((variables) => aScript(variables).version);
    expect(new Set(versions).size).toBe(versions.length);
    expect(aScript({ AGENT_VOICE: 'Elliot' }).version).toBe(versions[0]);
    expect(versions[0]).toMatch(/^[0-9a-f]{12}$/);
  });
});
