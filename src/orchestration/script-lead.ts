import { callSubject } from '../leads/call-subject';
import { Lead } from '../leads/lead';
import { ScriptLead } from '../script/script.service';

/** A lead as templates see it. The time zone is one of our columns, and the agent needs it to agree on a callback. */
export function scriptLead(lead: Lead): ScriptLead {
  const place = callSubject(lead);
  return {
    ...(place && { place }),
    ...(lead.name !== null && { name: lead.name }),
    ...(lead.company !== null && { company: lead.company }),
    ...(lead.notes !== null && { notes: lead.notes }),
    fields: { ...lead.fields, ...(lead.timezone !== null && { Timezone: lead.timezone }) },
  };
}
