// The views of the sample pack in both forms, and what can be read out of them.
import { expect } from '@jest/globals';
import { SaxesParser } from 'saxes';
import { emit, type Edition, type MinSplunk } from '../../../src/targets/splunk/index.ts';
import type { FileTree } from '../../../src/text/index.ts';
import { assets, pack, strategies } from './sample-pack.ts';

/** Where views lie in the app. */
export const VIEWS = 'acme_detections/default/data/ui/views/';
export const DASHBOARDS = ['coverage', 'health', 'overview', 'strategy'];

export function built(minSplunk: MinSplunk, edition: Edition = 'es'): FileTree {
  const { value, diagnostics } = emit(pack, strategies, assets, { minSplunk, edition });
  expect(diagnostics).toEqual([]);
  return value;
}

export const textAt = (tree: FileTree, path: string): string => String(tree.get(path));

interface Source {
  readonly type: string;
  readonly name: string;
  readonly options: { readonly query: string; readonly extend?: string };
}

export interface Definition {
  readonly dataSources: Readonly<Record<string, Source>>;
  readonly visualizations: Readonly<
    Record<
      string,
      {
        type: string;
        dataSources?: Record<string, string>;
        options: Record<string, unknown>;
        eventHandlers?: readonly { readonly options: { readonly url: string } }[];
      }
    >
  >;
  readonly inputs: Readonly<Record<string, { options: { token: string } }>>;
  readonly layout: {
    readonly globalInputs: readonly string[];
    readonly tabs: { readonly items: readonly { readonly layoutId: string }[] };
    readonly layoutDefinitions: Readonly<
      Record<
        string,
        {
          readonly structure: readonly {
            readonly item: string;
            readonly position: Record<'x' | 'y' | 'w' | 'h', number>;
          }[];
        }
      >
    >;
  };
}

export function definitionOf(xml: string): Definition {
  const json = /<definition><!\[CDATA\[(.*)\]\]><\/definition>/su.exec(xml)?.[1] ?? '';
  return JSON.parse(json) as Definition;
}

/** A search with what it goes on from joined in, and where a click on one of its rows leads. */
export interface Searched {
  readonly query: string;
  readonly link?: string;
}

/** Every search of a Simple XML view, in order. */
export function xmlSearches(xml: string): Searched[] {
  const bases = new Map<string, string>();
  const found: Searched[] = [];
  let base: string | undefined;
  let id: string | undefined;
  let text = '';
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    if (name === 'search') [base, id] = [attributes['base'], attributes['id']];
    text = '';
  });
  parser.on('text', (piece) => {
    text += piece;
  });
  parser.on('closetag', ({ name }) => {
    const last = found.at(-1);
    if (name === 'link' && last) found.splice(-1, 1, { ...last, link: text });
    if (name !== 'query') return;
    const query = base === undefined ? text : `${bases.get(base) ?? ''}\n${text}`;
    if (id !== undefined) bases.set(id, query);
    found.push({ query });
  });
  parser.write(xml).close();
  return found;
}

export function studioSearches({ dataSources, visualizations }: Definition): Searched[] {
  return Object.entries(dataSources).map(([id, { options }]) => {
    const base = options.extend && dataSources[options.extend]?.options.query;
    const query = base === undefined ? options.query : `${base}\n${options.query}`;
    const shown = Object.values(visualizations).find(
      (each) => each.dataSources?.['primary'] === id,
    );
    const link = shown?.eventHandlers?.[0]?.options.url;
    return { query, ...(link !== undefined && { link }) };
  });
}
