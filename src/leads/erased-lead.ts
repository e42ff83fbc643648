import { MergeResult } from './lead-merge';

/**
 * What is kept of a lead whose person has been erased, when the source still holds the record: that it is there, and that
 * nobody is to be called.
 */
export function withoutPerson({ row, withdrawn }: MergeResult, isNews: boolean): MergeResult {
  return {
    withdrawn,
    mirror: isNews,
    row: {
      ...row,
      status: 'opted out',
      status_reason: "The person's data was erased on request: delete this record",
      phone: null,
      country: null,
      name: null,
      email: null,
      company: null,
      timezone: null,
      state: null,
      postal_code: null,
      consent: '',
      consent_at: null,
      consent_source: null,
      consent_evidence: null,
      consent_expires_at: null,
      notes: null,
      fields: {},
    },
  };
}
