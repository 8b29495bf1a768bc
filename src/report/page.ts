// What a page of the pack's documentation is made of, whatever it is written as.
import type { Language } from '../strategy/index.ts';
import type { Timeline } from './timeline.ts';

/** `page` is a link to another page of ours, by its name without an ending; a text alone is plain. */
export type Inline =
  | string
  | { readonly code: string }
  | { readonly text: string; readonly href: string }
  | { readonly text: string; readonly page: string }
  | { readonly verdict: 'pass' | 'fail' }
  | { readonly phrase: string };

export type Content = readonly Inline[];

/** `prose` and an inline `phrase` are a document's own Markdown; everything else is ours or plain text. */
export type Block =
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly text: string }
  | { readonly kind: 'line'; readonly content: Content }
  | { readonly kind: 'prose'; readonly markdown: string }
  | { readonly kind: 'list'; readonly items: readonly Content[] }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly Content[])[];
    }
  | { readonly kind: 'search'; readonly language: Language; readonly text: string }
  | {
      readonly kind: 'picture';
      readonly name: string;
      readonly file: string;
      readonly timeline: Timeline;
    };

/** `file` is the page's name without an ending. */
export interface Page {
  readonly file: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}
