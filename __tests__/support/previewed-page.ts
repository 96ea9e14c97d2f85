import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Company } from '../../model';
import { PAGE_FILE, type PageOptions, writePage } from '../../page';
import { preview, type PreviewOptions } from '../../preview';

/** A page that a preview has written, as text and as a document. */
export interface PreviewedPage {
  /** The file. */
  readonly text: string;
  /** The same, parsed. */
  readonly document: PageElement;
  /** What the script of a view reads. */
  readonly data: (view: string) => unknown;
}

/** The part of an element's or a document's interface that tests use. */
export interface PageElement {
  readonly id: string;
  readonly textContent: string | null;
  readonly outerHTML: string;
  readonly querySelector: (selector: string) => PageElement | null;
  readonly querySelectorAll: (selector: string) => Iterable<PageElement>;
  readonly closest: (selector: string) => PageElement | null;
  readonly getAttribute: (name: string) => string | null;
  readonly cloneNode: (deep: boolean) => PageElement;
  readonly remove: () => void;
}

/** Runs a company and writes the page into the folder. */
export async function previewedPage(
  company: Company,
  options: PreviewOptions,
  page: PageOptions = {},
): Promise<PreviewedPage> {
  await preview(company, { ...options, finish: (run) => writePage(run, page) });
  const text = readFileSync(join(options.out, PAGE_FILE), 'utf8');
  const { parseHTML } = await import('linkedom');
  const document = (parseHTML(text) as { readonly document: unknown }).document as PageElement;
  const data = (view: string): unknown =>
    JSON.parse(String(document.querySelector(`#data-${view}`)?.textContent)) as unknown;
  return { text, document, data };
}
