import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the files of one test process are. */
export const folder = mkdtempSync(join(tmpdir(), 'diffuson-'));
let count = 0;

/** The path of a new file with this text. */
export const written = (text: string, end = 'yaml'): string => {
  const path = join(folder, `${count++}.${end}`);
  writeFileSync(path, text);
  return path;
};

/** A small sound ledger. */
export const LEDGER = `
paper: { id: mine, title: A title, authors: Nobody }
theory: rashba-ferromagnet
regimes:
  deep: { chain: Dx << Dz << alpha*pF << eps }
conventions:
  printed: { choices: [{ name: spin, options: [{ from: here, spin: '1' }, { from: there, words: any, spin: '1/2' }] }] }
points:
  A: { m: '1', eps: '1', alpha: '0.3', u: '0.5', Dx: '0.1', Dz: '0.1' }
rows:
  - id: term
    kind: asymptotic
    source: { place: here }
    expect: { verdict: holds, why: any }
    quantity: K.yx
    formula: -e alpha/(2 pi u^2)
    regime: deep
    convention: printed
  - id: same
    kind: equation
    source: { place: here }
    expect: { verdict: holds, why: any }
    at: [A]
    left: K.yx
    right: K.yx
    scale: K.yx
`;

/** A small sound theory. */
export const THEORY = `
name: mine
title: mine
parameters:
  m: { meaning: mass, dimension: { energy: -1, length: -2 }, positive: true }
  a: { meaning: coupling, dimension: { energy: 1, length: 1 } }
  u: { meaning: strength, dimension: { energy: 1, length: 2 } }
hamiltonian: { h0: (px^2 + py^2)/(2 m), hx: -a py, hy: a px, hz: '0' }
impurities: [{ matrix: [u, '0', '0', '0'] }]
`;
