// Entry of the bundle: finds its place on the page, the user's theme and the pack's facts, then shows the page.
import Message from '@splunk/react-ui/Message';
import { app, username } from '@splunk/splunk-utils/config';
import { getThemeOptions, getUserTheme } from '@splunk/splunk-utils/themes';
import { SplunkThemeProvider } from '@splunk/themes';
import type { ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import { reasonOf } from './readiness.ts';
import { loadFacts } from './facts.ts';
import { SetupPage } from './setup-page.tsx';
import { Splunkd } from './splunkd.ts';

interface Theme {
  readonly family: 'enterprise' | 'prisma';
  readonly colorScheme: 'light' | 'dark';
  readonly density: 'compact' | 'comfortable';
}

// Splunk's theme script has no error callback: where it is missing, its promise never settles.
const THEME_PATIENCE = 3000;

async function userTheme(): Promise<Theme> {
  const late = new Promise<string>((resolve) => {
    setTimeout(() => {
      resolve('enterprise');
    }, THEME_PATIENCE);
  });
  const theme = await Promise.race([getUserTheme(), late]);
  return getThemeOptions(theme) as Theme;
}

/** The panel of setup.xml, or, in a host with an empty body, an element of our own. */
function place(): HTMLElement {
  const panel = document.getElementById('stratagem-setup');
  if (panel) return panel;
  const own = document.createElement('div');
  document.body.style.margin = '0';
  document.body.append(own);
  return own;
}

async function content(id: string): Promise<ReactElement> {
  try {
    const facts = await loadFacts(id);
    return (
      <SetupPage
        facts={facts}
        splunkd={new Splunkd(id, String(username))}
        now={() => Date.now() / 1000}
      />
    );
  } catch (error) {
    return <Message type="error">{reasonOf(error)}</Message>;
  }
}

async function show(): Promise<void> {
  const [theme, page] = await Promise.all([userTheme(), content(String(app))]);
  createRoot(place()).render(<SplunkThemeProvider {...theme}>{page}</SplunkThemeProvider>);
}

void show();
