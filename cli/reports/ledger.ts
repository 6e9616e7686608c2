import { isExpected, type Judgement } from '../../ledger/language/judgement.js';
import type { Run } from '../../ledger/verify.js';
import { judge, type Verdict } from '../../src/solution/verdict.js';
import type { JudgedClaim, LedgerDocument } from './ledger/document.js';

/** The object that `verify --json` prints; what is undefined is left out. */
export const ledgerObject = ({ ledger, seed, judgements, conventions, coverage }: Run): LedgerDocument => ({
  paper: ledger.paper,
  theory: ledger.theory,
  seed,
  expected: judgements.every(isExpected),
  summary: {
    holds: count(judgements, 'holds'),
    refuted: count(judgements, 'refuted'),
    undecided: count(judgements, 'undecided'),
  },
  conventions,
  claims: judgements.map(claimObject),
  coverage,
});

const count = (judgements: readonly Judgement[], v: Verdict): number =>
  judgements.filter(({ verdict }) => verdict === v).length;

/** One claim of the object. */
export function claimObject({
  row,
  verdict,
  readings,
  routes,
  digits,
  proposal,
  terms,
  replay,
  ...found
}: Judgement): JudgedClaim {
  const { id, source, kind, expect, latex, formula, statement } = row;
  return {
    ...{ id, source: source.place, words: source.words, kind, statement, latex, formula, read: found.read },
    ...{ verdict, expect: expect.verdict, why: expect.why, isExpected: verdict === expect.verdict, readings },
    routes: routes.map(({ name }) => name),
    evidence: routes.map((route) => ({ ...route, verdict: judge(route.evidence), digits: finite(route.digits) })),
    digits: finite(digits),
    computed: found.computed,
    proposal: proposal ?? null,
    terms: terms ?? [],
    tables: found.tables,
    replay,
    reason: found.reason,
  };
}

/** What is exact has no number of digits. */
const finite = (digits: number): number | 'exact' => (Number.isFinite(digits) ? digits : 'exact');
