import { groupBy } from '../model/collections';
import { type Box, type Picture } from './picture';

/** A picture as Mermaid writes flowcharts, for wikis and pages that draw it themselves. */
export function mermaidOf({ title, subtitle, lanes, boxes, edges }: Picture): string {
  const ids = new Map(boxes.map(({ id }, index) => [id, `b${index}`]));
  const byLane = groupBy(boxes, ({ lane }) => lane);
  return [
    '---',
    `title: ${JSON.stringify(plain(title).replace(/[<>]/g, ''))}`,
    '---',
    `%% ${plain(subtitle)}`,
    'flowchart LR',
    ...lanes.flatMap(({ id, title: name, notes, hosts }, index) => {
      const own = byLane.get(id) ?? [];
      const services = hosts.map((host) => `${host.title}${host.private ? ' (private)' : ''}`);
      if (own.length === 0 && services.length === 0) return [];
      return [
        `  subgraph l${index}[${quoted([name, ...notes].join(' · '))}]`,
        ...own.map((box) => `    ${ids.get(box.id) ?? ''}${shaped(box)}`),
        ...(services.length > 0 ? [`    h${index}[/${quoted(services.join(', '))}/]`] : []),
        '  end',
      ];
    }),
    ...edges.flatMap(({ from, to }) => {
      const [start, end] = [ids.get(from), ids.get(to)];
      return start === undefined || end === undefined ? [] : [`  ${start} --> ${end}`];
    }),
    '',
  ].join('\n');
}

function shaped({ kind, title, lines, product }: Box): string {
  const label = quoted([`${title}${product ? ' ◆' : ''}`, ...lines].join('\n'));
  switch (kind) {
    case 'source':
      return `>${label}]`;
    case 'consumer':
      return `([${label}])`;
    case 'silver':
    case 'gold':
    case 'raw':
      return `[(${label})]`;
    case 'alerts':
      return `{{${label}}}`;
    case 'ingestion':
    case 'host':
      return `[${label}]`;
  }
}

/** Text in quotes, as Mermaid's entities write what would end it or be markup. */
function quoted(text: string): string {
  const safe = text
    .split('\n')
    .map(plain)
    .join('\n')
    .replaceAll('#', '#35;')
    .replaceAll('"', '#quot;')
    .replaceAll('<', '#lt;')
    .replaceAll('>', '#gt;')
    .replaceAll('&', '#amp;')
    .replaceAll('`', '#96;')
    .replaceAll('\n', '<br/>');
  return `"${safe}"`;
}

/** One line without control characters. */
function plain(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ');
}
