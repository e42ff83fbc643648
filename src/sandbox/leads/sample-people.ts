/** Made-up people and firms for the sample leads; first and last names are combined by index. */
export const FIRST_NAMES = [
  ...[
    'Amelia',
    'Ben',
    'Carmen',
    'Dmitri',
    'Elena',
    'Farid',
    'Grace',
    'Hiroshi',
    'Ingrid',
    'Jamal',
    'Keiko',
    'Liam',
  ],
  ...[
    'María José',
    'Noor',
    'Olivia',
    'Priya',
    'Quentin',
    'Rosa',
    'Seán',
    'Tomasz',
    'Uma',
    'Víctor',
    'Wanda',
    'Xiu',
  ],
  ...['Yusuf', 'Zoë', 'Anders', 'Bianca', 'Caleb', 'Dolores'],
];

export const LAST_NAMES = [
  ...[
    'Abbott',
    'Baptiste',
    'Castillo',
    'Dubois',
    'Eriksen',
    'Fitzgerald',
    'Goldberg',
    'Hernández',
    'Ibrahim',
  ],
  ...[
    'Jankowski',
    'Kowalczyk',
    'Lindqvist',
    "O'Malley",
    'Nakamura',
    'Okafor',
    'Petrov',
    'Quintero',
    'Robinson',
  ],
  ...[
    'Schneider',
    'Thompson',
    'Underwood',
    'Vasquez',
    'Washington',
    'Yamamoto',
    'Zimmermann',
    'Achebe',
    'de la Cruz',
  ],
  ...['St. Clair', 'van der Berg'],
];

export const COMPANIES = [
  ...[
    'Harbor Dental Group',
    'Bluebird Roofing',
    'Cascade Logistics',
    'Juniper & Sons',
    'Northside Veterinary',
  ],
  ...['Redwood Realty', 'Summit HVAC', 'Tidewater Marine', 'Union Square Bakery', 'Vantage Accounting'],
  ...[
    'Westfield Landscaping',
    'Aurora Physiotherapy',
    'Brick Lane Studios',
    'Copper Kettle Catering',
    'Delta Freight',
  ],
  ...['Evergreen Solar', 'Foxglove Florists', 'Granite Fitness', 'Hilltop Nursery', 'Ironwood Cabinets'],
];

export const PRODUCTS = ['Scheduling', 'Payments', 'Reviews', 'Websites', 'Answering service'];

export const CONSENT_SOURCES = ['Website form', 'Webinar sign-up', 'Trade fair card', 'Quote request'];
