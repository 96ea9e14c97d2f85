import type { Expr, Frame, FrameBound, OrderItem, Window } from '../ast';
import { TsqlError } from '../errors';
import type { TokenStream } from './token-stream';

type ExpressionParser = (stream: TokenStream) => Expr;

/** Reads the items after ORDER BY, including the words themselves. */
export function parseOrderItems(
  stream: TokenStream,
  parseExpression: ExpressionParser,
): readonly OrderItem[] {
  stream.expectWords('ORDER', 'BY');
  return stream.list(() => {
    const expr = parseExpression(stream);
    const descending = stream.takeWords('DESC');
    if (!descending) {
      stream.takeWords('ASC');
    }
    if (stream.isWords('NULLS')) {
      throw new TsqlError("incorrect syntax near 'NULLS': T-SQL has no NULLS FIRST or LAST", 102);
    }
    return { expr, descending };
  });
}

/** Reads what stands in the parentheses of OVER (…). */
export function parseWindow(stream: TokenStream, parseExpression: ExpressionParser): Window {
  stream.expectSymbol('(');
  const partitionBy = stream.takeWords('PARTITION', 'BY') ? stream.list(() => parseExpression(stream)) : [];
  const orderBy = stream.isWords('ORDER') ? parseOrderItems(stream, parseExpression) : [];
  const frame = stream.isOneOf('ROWS', 'RANGE') ? parseFrame(stream) : undefined;
  stream.expectSymbol(')');
  return { partitionBy, orderBy, ...(frame && { frame }) };
}

function parseFrame(stream: TokenStream): Frame {
  const unit = stream.next().upper === 'ROWS' ? 'ROWS' : 'RANGE';
  const between = stream.takeWords('BETWEEN');
  const start = parseBound(stream, unit);
  let end: FrameBound = { offset: 0 };
  if (between) {
    stream.expectWords('AND');
    end = parseBound(stream, unit);
  }
  if (position(start) > position(end)) {
    throw new TsqlError('the window frame ends before it starts', 4193);
  }
  return { unit, start, end };
}

function parseBound(stream: TokenStream, unit: 'ROWS' | 'RANGE'): FrameBound {
  if (stream.takeWords('UNBOUNDED')) {
    const preceding = stream.takeWords('PRECEDING');
    if (!preceding) {
      stream.expectWords('FOLLOWING');
    }
    return { unbounded: preceding ? 'PRECEDING' : 'FOLLOWING' };
  }
  if (stream.takeWords('CURRENT')) {
    stream.expectWords('ROW');
    return { offset: 0 };
  }
  const rows = stream.integerConstant();
  if (unit === 'RANGE') {
    throw new TsqlError(
      'RANGE is only supported with UNBOUNDED and CURRENT ROW window frame delimiters',
      4194,
    );
  }
  if (stream.takeWords('PRECEDING')) {
    return { offset: -rows };
  }
  stream.expectWords('FOLLOWING');
  return { offset: rows };
}

function position(bound: FrameBound): number {
  if ('offset' in bound) {
    return bound.offset;
  }
  return bound.unbounded === 'PRECEDING' ? -Infinity : Infinity;
}
