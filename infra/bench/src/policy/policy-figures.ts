import { atLeast, atMost, type Figure, told } from '../figures/figure.js';
import type { CompileCost } from './compile-cost.js';
import type { Cell } from './speed.js';
import { mixes } from './workload.js';

/** The targets are for 1,000 statements; that of the rate is for 100. */
const TARGET_SIZE = 1_000;
const RATE_SIZE = 100;
const P99_LIMIT_US = 50;
const LEAST_PER_SECOND = 200_000;
const leastTimes = { cedar: 50, casbin: 20 } as const;
const COMPILE_LIMIT_MS = 5;

/** Rate, distribution, and how many times as fast as the others. */
export function speedFigures(cells: readonly Cell[]): readonly Figure[] {
  return [
    rateFigure(cells),
    ...(['cedar', 'casbin'] as const).flatMap((other) => besideFigures(cells, other)),
    ...latencyFigures(cells),
  ];
}

function rateFigure(cells: readonly Cell[]): Figure {
  const rates = cells.filter(({ statements }) => statements === RATE_SIZE).map(({ speed }) => speed.genkan.perSecond);
  return atLeast('policy-rate', `decisions/s, ${RATE_SIZE} statements, the worst mix and outcome`, {
    subject: Math.min(...rates),
    control: LEAST_PER_SECOND,
    target: 1,
  });
}

/** At the size of the targets every mix and outcome; at the others the worst outcome of each mix. */
function besideFigures(cells: readonly Cell[], other: 'cedar' | 'casbin'): readonly Figure[] {
  const timesOf = ({ speed }: Cell) => speed.genkan.perSecond / speed[other].perSecond;
  const worst = (some: readonly Cell[]) => some.reduce((one, next) => (timesOf(next) < timesOf(one) ? next : one));
  const figure = (name: string, { speed }: Cell, target: number | null = null) =>
    atLeast(name, 'decisions/s ÷ decisions/s', {
      subject: speed.genkan.perSecond,
      control: speed[other].perSecond,
      target,
    });
  const ofTarget = cells.filter(({ statements }) => statements === TARGET_SIZE);
  const name = `policy-beside-${other}`;
  return [
    figure(name, worst(ofTarget), leastTimes[other]),
    ...ofTarget.map((cell) => figure(`${name}-${cell.mix}-${cell.statements}-${cell.outcome}`, cell)),
    ...groups(cells)
      .filter(({ statements }) => statements !== TARGET_SIZE)
      .map(({ mix, statements, cells: some }) => figure(`${name}-${mix}-${statements}`, worst(some))),
  ];
}

function latencyFigures(cells: readonly Cell[]): readonly Figure[] {
  return groups(cells).flatMap(({ mix, statements, cells: some }) => {
    const p50Us = Math.max(...some.map(({ speed }) => speed.genkan.p50Us));
    const p99Us = Math.max(...some.map(({ speed }) => speed.genkan.p99Us));
    const unit = 'µs a decision, the worst outcome';
    return [
      statements === TARGET_SIZE
        ? atMost(`policy-p99-${mix}-${statements}`, unit, { measured: p99Us, limit: P99_LIMIT_US })
        : told(`policy-p99-${mix}-${statements}`, unit, p99Us),
      told(`policy-p50-${mix}-${statements}`, unit, p50Us),
    ];
  });
}

/** The outcomes of one mix and size together. */
function groups(cells: readonly Cell[]) {
  const sizes = [...new Set(cells.map(({ statements }) => statements))];
  return sizes.flatMap((statements) =>
    mixes.map((mix) => ({
      mix,
      statements,
      cells: cells.filter((cell) => cell.mix === mix && cell.statements === statements),
    })),
  );
}

export function compileFigures(costs: readonly CompileCost[]): readonly Figure[] {
  return [
    atMost('policy-compile', 'ms of CPU for 1,000 statements, the worst mix', {
      measured: Math.max(...costs.map(({ compileMs }) => compileMs)),
      limit: COMPILE_LIMIT_MS,
    }),
    ...costs.flatMap(({ mix, compileMs, firstMs, deserialiseMs, serialisedBytes }) => [
      told(`policy-compile-${mix}`, 'ms of CPU for 1,000 statements', compileMs),
      told(
        `policy-compile-first-${mix}`,
        'ms of CPU for 1,000 statements, the first of this mix in the process',
        firstMs,
      ),
      told(`policy-deserialise-${mix}`, 'ms of CPU for 1,000 statements', deserialiseMs),
      told(`policy-serialised-${mix}`, 'bytes for 1,000 statements', serialisedBytes),
    ]),
  ];
}
