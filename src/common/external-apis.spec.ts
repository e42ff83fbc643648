import { ExternalApis, ExternalFault } from './external-apis';

const fault = (message: string, since: string): ExternalFault => ({
  message,
  since: new Date(since),
  needsOperator: false,
});

describe('ExternalApis', () => {
  it('knows of no fault at first', () => {
    expect(new ExternalApis().faults('vapi')).toEqual([]);
  });

  it('keeps faults of different topics side by side, and services apart', () => {
    const apis = new ExternalApis();
    expect(apis.report('airtable', 'token', fault('refused', '2026-01-01T00:00:00Z'))).toBe(true);
    expect(apis.report('airtable', 'columns', fault('missing', '2026-01-02T00:00:00Z'))).toBe(true);
    expect(apis.faults('airtable').map(({ message }) => message)).toEqual(['refused', 'missing']);
    expect(apis.faults('vapi')).toEqual([]);
  });

  it('keeps the beginning of a fault that is reported again, which is no news', () => {
    const apis = new ExternalApis();
    apis.report('vapi', 'calls', fault('away', '2026-01-01T00:00:00Z'));
    expect(apis.report('vapi', 'calls', fault('away', '2026-01-01T01:00:00Z'))).toBe(false);
    expect(apis.faults('vapi')).toEqual([fault('away', '2026-01-01T00:00:00Z')]);
  });

  it('takes another fault of the same topic in its place, as news', () => {
    const apis = new ExternalApis();
    apis.report('vapi', 'calls', fault('away', '2026-01-01T00:00:00Z'));
    expect(apis.report('vapi', 'calls', fault('out of credit', '2026-01-01T01:00:00Z'))).toBe(true);
    expect(apis.faults('vapi')).toEqual([fault('out of credit', '2026-01-01T01:00:00Z')]);
  });

  it('says whether there was anything to clear', () => {
    const apis = new ExternalApis();
    apis.report('vapi', 'calls', fault('away', '2026-01-01T00:00:00Z'));
    expect(apis.clear('vapi', 'token')).toBe(false);
    expect(apis.clear('vapi', 'calls')).toBe(true);
    expect(apis.clear('vapi', 'calls')).toBe(false);
    expect(apis.clear('airtable', 'calls')).toBe(false);
    expect(apis.faults('vapi')).toEqual([]);
  });

  it('can hear of a fault again after it was cleared', () => {
    const apis = new ExternalApis();
    apis.report('vapi', 'calls', fault('away', '2026-01-01T00:00:00Z'));
    apis.clear('vapi', 'calls');
    expect(apis.report('vapi', 'calls', fault('away', '2026-01-02T00:00:00Z'))).toBe(true);
    expect(apis.faults('vapi')[0]?.since.toISOString()).toBe('2026-01-02T00:00:00.000Z');
  });
});
