/** Markdown outside of blocks of code, in which links are. */
const FENCED = /^( *)(`{3,}|~{3,})[^\n]*\n[\s\S]*?^ *\2[ \t]*$/gm;
const COMMENT = /^ *<!--[\s\S]*?-->\n?/gm;
/** A span of code, which holds no link, or the target of a link or an image. */
const CODE_OR_TARGET = /(`+)[^`][\s\S]*?\1(?!`)|(\]\()([^)\s]+)(\))/g;

/** The first heading of a page. */
export function titleOf(markdown: string): string | undefined {
  return /^# (.+)$/m.exec(markdown)?.[1]?.trim();
}

/**
 * A page with other targets of its links.
 *
 * @param target takes a target as it is written, and gives the one to write.
 */
export function withTargets(markdown: string, target: (written: string) => string): string {
  return outsideCode(markdown, (text) =>
    text
      .replace(COMMENT, '')
      .replace(CODE_OR_TARGET, (whole, _ticks, opens?: string, to?: string, closes = '') =>
        opens === undefined || to === undefined ? whole : `${opens}${target(to)}${closes}`,
      ),
  );
}

function outsideCode(markdown: string, change: (text: string) => string): string {
  let end = 0;
  let changed = '';
  for (const block of markdown.matchAll(FENCED)) {
    changed += change(markdown.slice(end, block.index)) + block[0];
    end = block.index + block[0].length;
  }
  return changed + change(markdown.slice(end));
}

/** Text that a page shows as it is, whatever is in it. */
export function codeBlock(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\n*$/, '\n')}${fence}\n`;
}
