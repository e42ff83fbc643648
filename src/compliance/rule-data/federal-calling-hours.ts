import { WeeklyHours } from '../../config/calling-hours';

/**
 * When the federal rules let a telephone solicitation be made, in the called party's local time: not before 8 a.m. and
 * not after 9 p.m., every day. Read as the eCFR had them on 2026-09-02. Kept for calls of every purpose and for every
 * country until the jurisdictions' own windows are in: whether the hours bind calls made with consent is unsettled.
 */
export const FEDERAL_CALLING_HOURS: { readonly hours: WeeklyHours; readonly citation: string } = {
  hours: Array.from({ length: 7 }, () => [{ startMinute: 8 * 60, endMinute: 21 * 60 }]),
  citation: '47 CFR 64.1200(c)(1); 16 CFR 310.4(c)',
};
