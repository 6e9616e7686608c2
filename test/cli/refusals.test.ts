import { describe, expect, it } from 'vitest';
import { POINT_A, pointA, run } from './run.js';

/** One line on stderr, nothing on stdout, no trace of a crash. */
async function refused(args: string[], code = 1): Promise<string> {
  const outcome = await run(...args);
  expect(outcome.out).toBe('');
  expect(outcome.err).toMatch(/^[^\n]+\n$/);
  expect(outcome.err).not.toMatch(/internal error|\.[jt]s:\d+|\bat .*\(|undefined|\[object/);
  expect(outcome.code).toBe(code);
  return outcome.err.trim();
}

const DIRAC = ['solve', 'massive-dirac', '--set', 'v=1', 'M=0.3', 'u=0.5'];

describe('bad input gets one clear line and exit code 1', () => {
  const cases: [string, string[], string | RegExp][] = [
    [
      'an unknown name',
      ['solve', ...pointA({ mass: '1' })],
      'unknown parameter "mass" of rashba-ferromagnet; its parameters are m alpha Dx',
    ],
    [
      'a missing parameter',
      ['solve', ...pointA({ eps: undefined })],
      'rashba-ferromagnet needs eps, the Fermi energy (energy)',
    ],
    ['no parameters', ['solve'], /needs m, the effective mass.*\(missing: m alpha u eps\)/],
    [
      'a density for the finite limit',
      ['solve', ...POINT_A, '--limit', 'finite'],
      'needs n, the density of impurities (1/area)',
    ],
    [
      'a wrong unit',
      ['solve', ...pointA({ eps: '10 nm' })],
      'eps = 10 nm: has the dimension length, expected energy, such as 10 meV',
    ],
    [
      'mixed units',
      ['solve', ...pointA({ eps: '10 meV' })],
      /without a unit, but eps = 10 meV with one: give units to all or to none/,
    ],
    ['a negative mass', ['solve', ...pointA({ m: '-1' })], 'm = -1: must be positive (effective mass)'],
    ['a negative density', ['solve', ...pointA({ n: '-0.1' })], 'n = -0.1: must be positive (density of impurities)'],
    [
      'a density in the dilute limit',
      ['solve', ...pointA({ n: '0.5' })],
      /^n = 0.5: the dilute limit .* --limit finite$/,
    ],
    [
      'an energy below every band',
      ['solve', ...pointA({ eps: '-1' })],
      /^no carriers: no band crosses the Fermi energy eps = -1/,
    ],
    ['an energy in a gap', [...DIRAC, 'eps=0.1', '--cutoff', '10'], /^no carriers: /],
    ['NaN', ['solve', ...pointA({ alpha: 'NaN' })], 'alpha = NaN: a finite number is expected'],
    ['an infinite mass', ['solve', ...pointA({ m: 'inf' })], 'm = inf: must be finite'],
    ['zero over zero', ['solve', ...pointA({ eps: '0/0' })], /division by zero/],
    ['no digits', ['solve', ...POINT_A, '--digits', '0'], 'digits "0": expected an integer from 1 to 500'],
    ['too many digits', ['solve', ...POINT_A, '--digits', '501'], 'digits "501": expected an integer from 1 to 500'],
    ['half a digit', ['solve', ...POINT_A, '--digits', '1.5'], 'digits "1.5": expected an integer'],
    [
      'a field that is none',
      ['solve', ...POINT_A, '--field', 'float'],
      'field "float": expected double, mpfr, decimal',
    ],
    ['a limit that is none', ['solve', ...POINT_A, '--limit', 'clean'], 'limit "clean": expected dilute, finite'],
    [
      'a scheme that is none',
      ['solve', ...POINT_A, '--scheme', 'born'],
      /^scheme "born": expected gaussian, first-born, .*born:N/,
    ],
    ['the first Born order', ['solve', ...POINT_A, '--scheme', 'born:1'], /the Born order must be 2 to 40/],
    [
      'a Born order beyond reason',
      ['solve', ...POINT_A, '--scheme', 'born:99999999999'],
      /the Born order must be 2 to 40/,
    ],
    [
      'a unitary Born series',
      ['solve', ...pointA({ u: 'inf' }), '--scheme', 'born:3'],
      /unitary limit of the full T-matrix/,
    ],
    [
      'a cutoff of zero',
      ['solve', ...POINT_A, '--cutoff', '0'],
      'cutoff = 0: a positive momentum or "renormalised" is expected',
    ],
    [
      'a cutoff in metres',
      ['solve', ...POINT_A, '--cutoff', '1 m'],
      'cutoff = 1 m: has the dimension length, expected 1/length',
    ],
    [
      'a cutoff with a unit alone',
      ['solve', ...POINT_A, '--cutoff', '9/nm'],
      /cutoff = 9\/nm is in eV nm units, but the parameters are in natural/,
    ],
    ['a cutoff in the Fermi sea', ['solve', ...POINT_A, '--cutoff', '1'], /the cutoff 1 lies inside the Fermi contour/],
    ['a theory without a bottom', [...DIRAC, 'eps=1'], /unbounded below.*give --cutoff VALUE/],
    ['no spin', ['solve', ...pointA({ alpha: '0', Dx: '0', Dz: '0' })], /^H has no spin part for these parameters/],
    ['no scattering', ['solve', ...pointA({ u: '0' })], /^no scattering: every impurity matrix vanishes/],
    [
      'two ways at once',
      ['solve', ...pointA({ theta: '1', Delta: '1' })],
      'give either Dx Dy Dz or Delta theta phi, not both',
    ],
    ['an assignment without =', ['solve', '--set', 'eps'], '--set eps: expected name=value'],
    ['an assignment without a name', ['solve', '--set', '=1'], '--set =1: expected name=value'],
    ['a name given twice', ['solve', ...POINT_A, 'eps=2'], '--set eps: given twice (1 and 2)'],
    ['an unknown theory', ['solve', 'graphene'], /^unknown theory "graphene"; built in are rashba-ferromagnet, /],
    ['a property of every object', ['solve', 'constructor'], /^unknown theory "constructor"/],
    ['two theories', ['solve', 'massive-dirac', 'graphene'], /too many arguments/],
    ['an unknown option', ['solve', ...POINT_A, '--speed', '9'], /unknown option '--speed'; see diffuson --help/],
    ['an option without its value', ['solve', '--digits'], /argument missing; see diffuson --help/],
    ['an unknown command', ['resolve'], /unknown command 'resolve'/],
    ['help on an unknown command', ['help', 'resolve'], /^unknown command/],
    ['an unknown ledger', ['verify', 'nobody-1900'], /^unknown ledger "nobody-1900"; in papers\/ are veneri-2022/],
    ['a ledger outside', ['verify', '../../etc'], /^unknown ledger/],
    ['a ledger file that is not there', ['verify', '/nowhere/ledger.yaml'], 'no ledger file "/nowhere/ledger.yaml"'],
    ['a folder for a ledger', ['verify', 'papers/veneri-2022'], /^unknown ledger "papers\/veneri-2022"/],
    ['no samples', ['laws', '--run', '--runs', '0'], 'runs "0": expected an integer from 1 to 1000000'],
    ['a seed that is a word', ['laws', '--run', '--seed', 'x'], /^seed "x": expected an integer from -2147483647 to/],
    ['half a thread', ['mutants', '--jobs', '0.5'], 'jobs "0.5": expected an integer from 1 to 16'],
    ['a ledger of mutants', ['mutants', '--ledger', 'nobody-1900'], /^unknown ledger "nobody-1900"/],
    ['no orders', ['expand', 'K.xx', '--orders', '0'], 'orders "0": expected an integer from 1 to 12'],
    ['digits to discover', ['discover', 'K.xx', '--digits', '141'], 'digits "141": expected an integer from 1 to 140'],
    ['a strength that is none', ['discover', 'K.xx', '--in', 'q'], /^--in q: rashba-ferromagnet has no such parameter/],
    ['no lines', ['contour', ...POINT_A, '--lines', '0'], 'lines "0": expected an integer from 6 to 10000'],
    ['a contour below the bands', ['contour', ...pointA({ eps: '-3' })], /^no carriers/],
    ['one momentum', ['bands', ...POINT_A, '--points', '1'], 'points "1": expected an integer from 2 to 100000'],
    [
      'a direction in nanometres',
      ['bands', ...POINT_A, '--direction', '1 nm'],
      'direction = 1 nm: has the dimension length, expected a pure number',
    ],
    ['a negative reach', ['bands', ...POINT_A, '--reach', '-1'], 'reach = -1: a positive momentum is expected'],
    [
      'a reach with a unit alone',
      ['bands', ...POINT_A, '--reach', '2 / nm'],
      /reach = 2 \/ nm is in eV nm units, but the parameters are in natural/,
    ],
    ['a torque without a current', ['torque', ...POINT_A], /required option '--thickness <t>' not specified/],
  ];

  it.each(cases)('%s', async (_, args, message) => {
    const line = await refused(args);
    if (typeof message === 'string') expect(line).toContain(message);
    else expect(line).toMatch(message);
  });

  it.each(['mpfr', 'double'])('bands that touch at eps are named as the cause, in %s', async (field) => {
    const touching = ['m=1', 'alpha=1', 'Dx=1', 'Dz=0', 'eps=0.5', 'u=0.5'];
    expect(await refused(['solve', '--set', ...touching, '--field', field], 2)).toMatch(
      /eps sits on a band edge or on a band crossing/,
    );
  });

  const drive = (change: Record<string, string> = {}, more: string[] = []): string[] => {
    const texts = { current: '100 A/m', thickness: '1 nm', magnetisation: '1e6 A/m', ...change };
    return [
      ...[
        'torque',
        '--set',
        'm=0.8 m_e',
        'alpha=1.7e-11 eV m',
        'Dx=5 meV',
        'Dz=5 meV',
        'eps=60 meV',
        'u=0.4 eV nm^2',
        ...more,
      ],
      ...Object.entries(texts).flatMap(([name, text]) => [`--${name}`, text]),
    ];
  };

  it.each([
    [
      'natural numbers',
      ['torque', ...POINT_A, ...drive().slice(-6)],
      /H_SOT and T are SI quantities: give the parameters with units/,
    ],
    [
      'a current in amperes',
      drive({ current: '1 A' }),
      /current = 1 A: has the dimension energy x charge\^1, expected a sheet current density/,
    ],
    [
      'a bare current',
      drive({ current: '3' }),
      /current = 3: a pure number, expected a sheet current density, such as 100 A\/m/,
    ],
    ['a thickness in seconds', drive({ thickness: '1 s' }), /thickness = 1 s: has the dimension .*, expected a length/],
    ['no thickness', drive({ thickness: '0 nm' }), /thickness and magnetisation must not be zero/],
    [
      'a magnetisation in tesla',
      drive({ magnetisation: '1 T' }),
      /magnetisation = 1 T: has the dimension .*, expected a magnetisation/,
    ],
    ['a direction that is a word', drive({ direction: 'north' }), /direction = north: /],
    ['a gyromagnetic ratio in hertz', drive({ gamma: '1 Hz' }), /gamma = 1 Hz: .*expected a gyromagnetic ratio/],
    [
      'a velocity in metres',
      drive({ velocity: '1 m' }),
      /velocity = 1 m: has the dimension length, expected a velocity/,
    ],
    [
      'a theory without units',
      ['torque', 'massive-dirac', '--set', 'v=1', 'M=1', 'u=1', 'eps=2', '--cutoff', '9', ...drive().slice(-6)],
      /SI quantities/,
    ],
  ])('torque: %s', async (_, args, message) => {
    expect(await refused(args)).toMatch(message);
  });
});

describe('digits that are not reached', () => {
  it('exit with 2 and say how many were', async () => {
    expect(await refused(['solve', ...POINT_A, '--field', 'double', '--digits', '40'], 2)).toMatch(
      /^asked 40 digits, reached \d+ \(.*\); use --field mpfr or ask for fewer digits$/,
    );
  });

  it('a band edge costs digits or is refused, never silently', async () => {
    const edge = await run(
      'solve',
      ...pointA({ Dx: '0', Dz: '0', eps: '-0.045', alpha: '0.3' }),
      '--digits',
      '10',
      '--json',
    );
    expect([1, 2]).toContain(edge.code);
    expect(edge.err).toMatch(/^[^\n]+\n$/);
  });
});

describe('help', () => {
  it.each([[['--help']], [['-h']], [['help']], [[]]])('%j lists the commands', async (args) => {
    const { code, out, err } = await run(...args);
    expect([code, err]).toEqual([0, '']);
    for (const command of ['verify', 'solve', 'torque', 'contour', 'bands'])
      expect(out).toMatch(new RegExp(`^ +${command} `, 'm'));
  });

  it.each(['verify', 'solve', 'torque', 'contour', 'bands'])('%s --help lists its options', async (command) => {
    const { code, out, err } = await run(command, '--help');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(`Usage: diffuson ${command}`);
    expect(out).toContain('--json');
    expect((await run('help', command)).out).toBe(out);
  });

  it('--version is that of the package', async () => {
    const { default: text } = await import('../../package.json', { with: { type: 'json' } });
    expect((await run('--version')).out.trim()).toBe(text.version);
  });
});
