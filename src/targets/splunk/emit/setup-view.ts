// The view that hosts the setup page.
import type { FileTree } from '../../../text/index.ts';
import { setupHost, type SplunkTarget } from './target.ts';

/** The setup page's bundle and the view that hosts it; the app ships the page when it has both. */
export const SETUP_BUNDLE = 'appserver/static/pages/setup.js';
export const SETUP_VIEW = 'default/data/ui/views/setup.xml';

// Splunk loads `appserver/static/pages/<name of the view>.js` into the empty page that this template is.
const TEMPLATE_HOST = `<view template="pages/splunk_ui_app.html" type="html" isDashboard="False">
  <label>Set up</label>
</view>
`;

/** The shipped files with the host that the target asks for; the file itself is the host for Splunk below 10.4. */
export function withSetupHost(assets: FileTree, target: SplunkTarget): FileTree {
  if (setupHost(target) === 'simple-xml' || !assets.has(SETUP_VIEW)) return assets;
  return new Map([...assets, [SETUP_VIEW, TEMPLATE_HOST]]);
}
