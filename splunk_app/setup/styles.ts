// The page's own elements, in the colours of the user's theme. Secondary text takes the default colour, not the muted
// one, which is too faint to read on the page's background.
import { variables } from '@splunk/themes';
import styled, { css } from 'styled-components';

export const Page = styled.main`
  box-sizing: border-box;
  min-height: 100%;
  padding: 24px max(24px, calc(50% - 600px)) 96px;
  background: ${variables.backgroundColorPage};
  color: ${variables.contentColorDefault};
  font-family: ${variables.fontFamily};
  font-size: 14px;
  line-height: 20px;

  h1,
  h2,
  h3 {
    margin: 0 0 4px;
    color: ${variables.contentColorActive};
  }
`;

export const Lead = styled.p`
  margin: 4px 0 16px;
  max-width: 80ch;
`;

export const Card = styled.section`
  padding: 20px 24px;
  border: 1px solid ${variables.borderColorWeak};
  border-radius: 6px;
  background: ${variables.backgroundColorSection};
`;

export const Tiles = styled.dl`
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(180px, 1fr));
  gap: 12px;
  margin: 16px 0;
`;

export const Tile = styled.div`
  padding: 12px 16px;
  border: 1px solid ${variables.borderColorWeak};
  border-radius: 6px;
  background: ${variables.backgroundColorSection};

  dt {
    font-size: 12px;
  }

  dd {
    margin: 0;
    color: ${variables.contentColorActive};
    font-size: 20px;
    font-weight: 600;
    line-height: 28px;
  }
`;

export const TabList = styled.div`
  display: flex;
  flex-wrap: wrap;
  gap: 4px;
  margin-bottom: 16px;
  border-bottom: 1px solid ${variables.borderColorWeak};
`;

export const TabButton = styled.button`
  padding: 10px 16px;
  border: 0;
  border-bottom: 3px solid transparent;
  background: none;
  color: ${variables.contentColorDefault};
  font: inherit;
  font-weight: 600;
  cursor: pointer;

  &:hover {
    color: ${variables.contentColorActive};
  }

  &[aria-selected='true'] {
    border-bottom-color: ${variables.contentColorAccent};
    color: ${variables.contentColorActive};
  }

  &:focus-visible {
    outline: 2px solid ${variables.focusColor};
    outline-offset: -2px;
  }
`;

/** A plain table: the component library's own would double the size of the bundle. */
export const Grid = styled.table`
  width: 100%;
  border-collapse: collapse;

  th,
  td {
    padding: 12px 16px 12px 0;
    border-bottom: 1px solid ${variables.borderColorWeak};
    text-align: left;
    vertical-align: top;
  }

  th {
    color: ${variables.contentColorDefault};
    font-size: 12px;
    font-weight: 600;
  }

  tbody tr:last-child > td {
    border-bottom: 0;
  }

  td > * + * {
    margin-top: 4px;
  }

  td > button {
    margin-top: 8px;
  }

  td > button:first-child {
    margin-top: 0;
  }
`;

export const Name = styled.div`
  color: ${variables.contentColorActive};
  font-weight: 600;
`;

export const Note = styled.div`
  font-size: 12px;
  line-height: 18px;
`;

export const Problem = styled.div`
  color: ${variables.contentColorNegative};
`;

const TONES = {
  good: css`
    border-color: ${variables.contentColorPositive};
    color: ${variables.contentColorPositive};
  `,
  warning: css`
    border-color: ${variables.contentColorWarning};
    color: ${variables.contentColorWarning};
  `,
  bad: css`
    border-color: ${variables.contentColorNegative};
    color: ${variables.contentColorNegative};
  `,
  plain: css`
    border-color: ${variables.borderColor};
    color: ${variables.contentColorDefault};
  `,
} as const;

export type Tone = keyof typeof TONES;

/** A state in a word. Its colour says nothing that the word does not. */
export const Badge = styled.span<{ readonly $tone: Tone }>`
  display: inline-block;
  padding: 0 8px;
  border: 1px solid;
  border-radius: 10px;
  font-size: 12px;
  font-weight: 600;
  line-height: 18px;
  white-space: nowrap;
  ${({ $tone }) => TONES[$tone]}
`;

export const Chip = styled.span`
  display: inline-block;
  margin: 0 6px 4px 0;
  padding: 0 6px;
  border-radius: 3px;
  background: ${variables.interactiveColorOverlaySelected};
  font-family: ${variables.monoFontFamily};
  font-size: 12px;
`;

export const Mono = styled.code`
  overflow-wrap: anywhere;
  color: ${variables.contentColorActive};
  font-family: ${variables.monoFontFamily};
  font-size: 12px;
`;

export const Bar = styled.div`
  display: flex;
  flex-wrap: wrap;
  align-items: flex-end;
  gap: 12px;
  margin: 12px 0;
`;

/** Stays in view at the bottom while there is something to apply. */
export const Footer = styled.div`
  position: sticky;
  bottom: 0;
  display: flex;
  align-items: center;
  justify-content: space-between;
  gap: 12px;
  margin-top: 16px;
  padding: 12px 24px;
  border: 1px solid ${variables.borderColorWeak};
  border-radius: 6px;
  background: ${variables.backgroundColorPopup};
  box-shadow: ${variables.embossShadow};
`;

/** What a button or a link of plain text looks like. */
export const Quiet = styled.button`
  padding: 0;
  border: 0;
  background: none;
  color: ${variables.contentColorLink};
  font: inherit;
  text-align: left;
  cursor: pointer;

  &:hover {
    text-decoration: underline;
  }

  &:focus-visible {
    outline: 2px solid ${variables.focusColor};
    outline-offset: 2px;
  }

  &:disabled {
    color: ${variables.contentColorDefault};
    cursor: not-allowed;
    text-decoration: none;
  }
`;

const field = css`
  box-sizing: border-box;
  padding: 5px 8px;
  border: 1px solid ${variables.interactiveColorBorder};
  border-radius: 3px;
  background: ${variables.backgroundColorSection};
  color: ${variables.contentColorActive};
  font: inherit;

  &:focus-visible {
    outline: 2px solid ${variables.focusColor};
    outline-offset: 1px;
  }

  &:disabled {
    background: ${variables.backgroundColorPage};
    color: ${variables.contentColorDefault};
    cursor: not-allowed;
  }

  &[aria-invalid='true'] {
    border-color: ${variables.contentColorNegative};
  }
`;

export const Input = styled.input`
  ${field}
  width: 100%;

  &.code {
    font-family: ${variables.monoFontFamily};
    font-size: 13px;
  }
`;

export const Select = styled.select`
  ${field}
`;

export const Field = styled.label`
  display: block;
  font-size: 12px;
  font-weight: 600;

  > input,
  > select {
    display: block;
    margin-top: 4px;
    font-weight: 400;
    font-size: 14px;
  }
`;

export const Fields = styled.div`
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(180px, 1fr));
  gap: 16px;
  padding: 4px 0 12px;
`;

export const Hidden = styled.span`
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
`;
