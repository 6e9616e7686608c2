import { readFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { BUILTIN } from '../../src/theory/builtin.js';
import { packageFile } from '../../src/theory/packageFile.js';

/** A theory to start from, with a point and a claim about it that its symmetry makes true. */
export interface Template {
  readonly title: string;
  /** theory.yaml */
  readonly theory: () => string;
  readonly point: Readonly<Record<string, string>>;
  readonly cutoff?: string;
  readonly quantities: readonly string[];
  /** A row of claims.yaml. */
  readonly claim: Readonly<Record<string, unknown>>;
}

const builtin = (name: string) => (): string => stringify(BUILTIN[name]);
const example = (name: string) => (): string => readFileSync(packageFile(`examples/${name}.yaml`), 'utf8');

const holds = (why: string) => ({ verdict: 'holds', why });
const said = (words: string) => ({ place: 'Sec. I', words });

export const TEMPLATES: Readonly<Record<string, Template>> = {
  rashba: {
    title: 'Rashba ferromagnet',
    theory: builtin('rashba-ferromagnet'),
    point: { m: '1', eps: '1', alpha: '0.3', Dz: '0.1', u: '0.5' },
    quantities: ['K.xy', 'K.xx', 'sigma.xx', 'sigma.xy', 'tau.1o', 'tau.1e'],
    claim: {
      id: 'rotation',
      kind: 'equation',
      source: said('with m along z no direction in the plane is another one than the rest'),
      expect: holds('rotation symmetry about z'),
      at: ['here'],
      left: 'K.xx',
      right: 'K.yy',
      scale: 'K.xy',
    },
  },
  dirac: {
    title: 'massive Dirac surface',
    theory: builtin('massive-dirac'),
    point: { v: '1', M: '0.3', eps: '1', u: '0.5' },
    cutoff: '20',
    quantities: ['K.xy', 'K.yx', 'sigma.xx', 'sigma.xy'],
    claim: {
      id: 'rotation',
      kind: 'law',
      source: said('no direction in the plane is another one than the rest'),
      expect: holds('rotation symmetry about z'),
      law: 'symmetry.joint-rotation',
    },
  },
  'heavy-holes': {
    title: 'heavy holes with k-cubic spin-orbit coupling',
    theory: example('heavy-holes'),
    point: { m: '1', l: '0.05', Dz: '0.2', eps: '1', u: '0.5' },
    cutoff: '4',
    quantities: ['sigma.xx', 'sigma.xy'],
    claim: {
      id: 'no-polarisation',
      kind: 'law',
      source: said('a sixfold axis of the momentum alone: a current does not polarise the spin'),
      expect: holds('K = -K under half a turn of the momentum with l -> -l, K = R K under a third'),
      law: 'symmetry.orbital-C6',
    },
  },
  anisotropic: {
    title: 'ferromagnet with an anisotropic mass',
    theory: example('anisotropic'),
    point: { mx: '1', my: '1.4', alpha: '0.3', beta: '0.1', Dz: '0.2', u: '0.4', eps: '1' },
    quantities: ['K.xx', 'K.xy', 'K.yx', 'sigma.xx', 'sigma.yy'],
    claim: {
      id: 'no-normal-spin',
      kind: 'equation',
      source: said('with m along z no spin out of the plane'),
      expect: holds('a twofold axis along z'),
      at: ['here'],
      left: 'K.zx',
      right: '0',
      scale: 'K.xy',
    },
  },
};
