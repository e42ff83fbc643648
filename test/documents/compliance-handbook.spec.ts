import { decide } from '../../src/compliance/decide';
import { aContext } from '../../src/compliance/rule-context.factory';
import { RULE_SET } from '../../src/compliance/rule-set';
import { WAIVABLE_RULES } from '../../src/compliance/operator-rules/override';
import { COMPLIANCE_TABLES } from './compliance-tables';
import { Document } from './document';

const HANDBOOK = new Document('docs/compliance.md');

describe('the compliance handbook', () => {
  it.each(Object.entries(COMPLIANCE_TABLES))(
    'has the %s of the rule data, word for word (WRITE_DOCUMENTS=1 writes them anew)',
    (part, made) => {
      if (process.env.WRITE_DOCUMENTS) HANDBOOK.replace(part, made());
      expect(HANDBOOK.part(part)).toBe(made());
    },
  );

  it('names the rules as they stand', () => {
    expect(HANDBOOK.text).toContain(`\`${RULE_SET}\``);
  });

  it('describes every rule, in the order in which they are judged, and no other', () => {
    const { findings } = decide(aContext());
    expect(HANDBOOK.firstCells('rules')).toEqual(findings.map(({ rule }) => rule));
  });

  it('says of each rule whether it can be signed away', () => {
    const rows = HANDBOOK.part('rules').split('\n').slice(2);
    const waivable = rows.filter((row) => row.split('|').at(-2)?.trim() === 'yes');
    expect(waivable.map((row) => row.split('|')[1]?.trim().replaceAll('`', '')).toSorted()).toEqual(
      [...WAIVABLE_RULES].toSorted(),
    );
  });
});
