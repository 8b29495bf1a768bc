// The page's own elements, in the colours of the user's theme.
import { variables } from '@splunk/themes';
import styled from 'styled-components';

export const Page = styled.main`
  box-sizing: border-box;
  padding: 24px max(24px, calc(50% - 576px));
  background: ${variables.backgroundColorPage};
  color: ${variables.contentColorDefault};
  font-family: ${variables.fontFamily};
  font-size: 14px;
  line-height: 20px;
`;

export const Section = styled.section`
  margin-top: 32px;
`;

export const Lead = styled.p`
  margin: 4px 0 16px;
  max-width: 72ch;
  color: ${variables.contentColorMuted};
`;

/** A plain table: the component library's own would double the size of the bundle. */
export const Grid = styled.table`
  width: 100%;
  border-collapse: collapse;

  th,
  td {
    padding: 8px 12px 8px 0;
    border-bottom: 1px solid ${variables.borderColor};
    text-align: left;
    vertical-align: top;
  }

  th {
    color: ${variables.contentColorMuted};
    font-weight: 600;
  }
`;

export const Name = styled.div`
  color: ${variables.contentColorActive};
  font-weight: 600;
`;

export const Muted = styled.div`
  color: ${variables.contentColorMuted};
`;

export const Problem = styled.div`
  color: ${variables.contentColorNegative};
`;

export const Good = styled.div`
  color: ${variables.contentColorPositive};
`;

export const Mono = styled.code`
  overflow-wrap: anywhere;
  font-family: ${variables.monoFontFamily};
  font-size: 12px;
`;

export const Actions = styled.div`
  display: flex;
  gap: 12px;
  margin: 16px 0 24px;
`;
