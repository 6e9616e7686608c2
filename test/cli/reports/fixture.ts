import type { JudgedClaim, LedgerDocument, RouteEvidence } from '../../../cli/reports/ledger/document.js';

/** What every language that a report is written in must escape. */
export const HOSTILE = [
  '</script><script>alert("x")</script> & \' ]]> % $ # _ { }',
  '\\ ^ ~ ` | <!-- * [a](b) %0A::error::',
].join(' ');

const row = (id: string, source: string, more: Partial<JudgedClaim> = {}): JudgedClaim => ({
  id,
  source,
  kind: 'asymptotic',
  verdict: 'holds',
  expect: 'holds',
  readings: [],
  routes: ['discovery', 'derivation'],
  digits: 60,
  evidence: [],
  terms: [],
  proposal: null,
  replay: `diffuson verify veneri-2022 --only ${id}`,
  ...more,
  isExpected: (more.verdict ?? 'holds') === (more.expect ?? 'holds'),
});

const route = (name: string, residual: number, more: Partial<RouteEvidence> = {}): RouteEvidence => ({
  name,
  verdict: residual < 1e-4 ? 'holds' : 'refuted',
  measured: `ratio ${1 + residual}`,
  evidence: { residual, uncertainty: 1e-12, holdsBelow: 1e-4, refutedAbove: 1e-2 },
  digits: 'exact',
  ...more,
});

const CLAIMS: readonly JudgedClaim[] = [
  row('eq33.xy', 'Eq. (33)', {
    latex: '-\\frac{e}{2\\pi n}\\frac{\\alpha}{u^2}',
    read: { formula: '-e / (2 * pi) * alpha / u^2', latex: '\\frac{-e \\alpha}{2\\pi u^2}' },
    computed: 'K.xy = alpha / (pi * u^2)',
    evidence: [route('discovery', 1e-9, { digits: 60 }), route('derivation', 0)],
  }),
  row('eq34.2o', 'Eq. (34)', {
    verdict: 'refuted',
    expect: 'refuted',
    why: 'the power of m is not what the dimensions ask for',
    latex: '\\tilde{\\tau}_2^o = -\\frac{m^{*}\\Delta_{xc}^2 u}{4\\pi e\\alpha\\varepsilon}',
    read: {
      formula: '-(m * Delta^2 * u) / (4 * pi * e * alpha * eps)',
      latex: '-\\frac{m\\Delta^2 u}{4\\pi e\\alpha\\varepsilon}',
    },
    computed: 'tau.2o = -m * Dz^2 * u / (2 * pi * alpha * eps^2)',
    readings: [
      { name: 'E held fixed', verdict: 'refuted' },
      { name: 'J held fixed', verdict: 'holds', computed: 'ratio 1' },
    ],
    terms: [
      { printed: '-(m * Delta^2 * u) / (4 * pi * e * alpha * eps)', verdict: 'refuted', right: '1 / eps', routes: [] },
    ],
    proposal: {
      formula: '-(m * Delta^2 * u) / (4 * pi * e * alpha * eps^2)',
      ratio: '1 / eps',
      diagnosis: 'a power of eps is missing',
      dimension: 'the print has the unit of energy * tau',
    },
    evidence: [
      route('discovery', 0.5, { digits: 60 }),
      route('kinetics', Number.NaN, { verdict: 'undecided', reason: 'no regime is that deep', digits: 0 }),
    ],
    tables: [
      {
        title: 'error over alpha, falls as alpha^2',
        columns: ['alpha', 'distance', 'predicted'],
        rows: [1, 2, 3, 4].map((k) => [10 ** -k, 3 * 10 ** (-2 * k), `2.9e-${2 * k}`]),
        plot: 'log-log',
      },
      { title: 'smallest counterexample', columns: ['m', 'eps'], rows: [['1', '2']] },
    ],
  }),
  row('fig3a.gap', 'Fig. 3a and Sec. III', {
    kind: 'curve',
    words: 'Here we see a discontinuity in theta_xx(yy)',
    routes: ['numeric', 'contours'],
    digits: 20,
  }),
  row('sec3.unread', 'Sec. III', {
    kind: 'curve',
    verdict: 'undecided',
    expect: 'undecided',
    words: 'the DL torque reaches 7%',
    routes: [],
    digits: 0,
    reason: 'the caption does not give u',
  }),
  row('sec3.hostile', `Sec. III ${HOSTILE}`, {
    verdict: 'refuted',
    words: HOSTILE,
    latex: '\\undefinedmacro{',
    // too wide for a phone
    read: { formula: HOSTILE, latex: Array.from('abcdefghijklmnopqrstuvwxyz').join(' + ') },
    statement: HOSTILE,
    computed: HOSTILE,
    proposal: { formula: HOSTILE, ratio: HOSTILE, diagnosis: HOSTILE },
    evidence: [route(HOSTILE, 1, { measured: HOSTILE })],
    tables: [{ title: HOSTILE, columns: [HOSTILE, HOSTILE], rows: [[HOSTILE, 1]], plot: 'linear' }],
  }),
];

const energies = Array.from({ length: 60 }, (_, k) => 1 + 0.2 * k);

/** A judged ledger made by hand: every verdict, every kind of field, and text that must be escaped. */
export const DOCUMENT: LedgerDocument = {
  paper: { id: 'veneri-2022', title: 'Nonperturbative approach & <torques>', authors: 'Veneri, Perkins, Ferreira' },
  theory: 'rashba-ferromagnet',
  seed: 1,
  expected: false,
  summary: { holds: 2, refuted: 2, undecided: 1 },
  conventions: [
    {
      name: 'printed',
      factor: '-2',
      implied: '2',
      meaning: 'S = s/2, e < 0',
      readings: [
        { name: 'Eq. (6)', factor: '2' },
        { name: HOSTILE, factor: '-2' },
      ],
      rows: ['eq33.xy', 'eq34.2o'],
    },
  ],
  claims: CLAIMS,
  figures: [
    {
      id: '2',
      title: 'Bands',
      caption: 'Band structure with Rashba coupling and an exchange interaction.',
      parameters: { alpha: '1.7e-11 eV m', Delta: '5.5 meV', theta: 'pi/4' },
      assumed: { m: 'not in the caption' },
      panels: [
        {
          kind: 'curves',
          title: 'along k_y',
          x: { label: 'k_y (1/nm)' },
          y: { label: 'E (meV)' },
          levels: [{ y: 10, label: 'Fermi energy' }],
          curves: [1, -1].map((band) => ({
            label: band > 0 ? 'upper' : 'lower',
            role: 'computed',
            points: energies.map((e) => [e - 7, (e - 7) ** 2 + band * 5.5, band * Math.tanh(e - 7)]),
          })),
        },
        {
          kind: 'contours',
          title: 'Fermi contours',
          unit: '1/nm',
          states: Array.from({ length: 48 }, (_, k) => {
            const [angle, band] = [(2 * Math.PI * (k % 24)) / 24, k < 24 ? 1 : -1] as const;
            const [x, y] = [Math.cos(angle), Math.sin(angle)];
            return {
              momentum: [(1 - 0.3 * band) * x, (1 - 0.3 * band) * y],
              band,
              spin: [-band * y * 0.8, band * x * 0.8, 0.6],
            };
          }),
        },
      ],
    },
    {
      id: '3a',
      title: 'Efficiencies over the Fermi energy',
      caption: HOSTILE,
      parameters: { m: '0.8 m_e', u: HOSTILE },
      assumed: {},
      panels: [
        {
          kind: 'curves',
          title: 'theta = 0',
          x: { label: 'Fermi energy (meV)' },
          y: { label: '|theta_xx|', log: true },
          marks: [{ x: 4.8, label: 'edge of the spin gap' }],
          curves: [
            {
              label: 'theta_xx',
              role: 'computed',
              points: energies.map((e) => [e, Math.abs(e - 4.8) < 0.1 ? null : e < 4.8 ? 0.07 : 0.001 / e]),
            },
            { label: 'eps -> infinity', role: 'asymptote', points: energies.slice(30).map((e) => [e, 0.001 / e]) },
          ],
        },
      ],
    },
  ],
  laws: [
    {
      id: 'charge.conserved',
      statement: `K.0b = 0 & ${HOSTILE}`,
      source: 'Eq. (22)',
      level: 'conservation',
      verdict: 'holds',
      samples: 100,
      worst: 0.01,
      replay: 'diffuson laws --run --law charge.conserved',
    },
  ],
  mutants: [
    { id: 'ladder.transposed', change: 'Upsilon transposed', killedBy: ['charge.conserved', 'eq33.xy'] },
    { id: 'lives', change: HOSTILE, killedBy: [] },
  ],
  coverage: [
    { source: 'Eq. (33)', rows: ['eq33.xy'] },
    { source: 'Eq. (34)', rows: ['eq34.2o'], words: HOSTILE },
    { source: 'Sec. I', rows: [], words: 'Broadly speaking', reason: 'a definition, no claim' },
  ],
};
