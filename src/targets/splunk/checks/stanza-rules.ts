// A rule about the stanzas of one .conf file: what a stanza may not say, and how AppInspect calls that.
import type { Severity } from '../../../text/index.ts';
import { settingOf, type ConfSetting, type ConfStanza } from '../conf/conf.ts';
import { confName, confPaths, type AppFolder } from './app-folder.ts';
import type { Finding } from './check.ts';

/** What is wrong with a stanza; the setting, where one is to blame. */
export interface Fault {
  readonly message: string;
  readonly setting?: ConfSetting | undefined;
  readonly remedy?: string;
  readonly severity?: Severity;
  readonly appInspect?: string;
}

export interface StanzaRule {
  readonly appInspect: string;
  readonly faults: (stanza: ConfStanza, app: AppFolder) => readonly Fault[];
}

/** Holds every stanza of `<conf>.conf` in both layers against the rules of that file. */
export function stanzaFindings(
  app: AppFolder,
  rules: ReadonlyMap<string, readonly StanzaRule[]>,
): Finding[] {
  return confPaths(app).flatMap((path) => {
    const source = app.text(path) ?? app.file(path);
    const stanzas = app.conf(path).value;
    return (rules.get(confName(path)) ?? []).flatMap(({ appInspect, faults }) =>
      stanzas.flatMap((stanza) =>
        faults(stanza, app).map(({ setting, ...fault }) => ({
          appInspect,
          ...fault,
          source,
          span: setting?.span ?? stanza.span,
        })),
      ),
    );
  });
}

/** The stanza as a whole, where its name is one of those that may not be. */
export const forbidden = (appInspect: string, name: RegExp, message: string): StanzaRule => ({
  appInspect,
  faults: (stanza) =>
    name.test(stanza.name) ? [{ message: `\`[${stanza.name}]\` ${message}` }] : [],
});

/** Every setting of a stanza that is none of those allowed. */
export const others = (stanza: ConfStanza, allowed: RegExp): readonly ConfSetting[] =>
  stanza.settings.filter(({ key }) => !allowed.test(key));

/** Settings, with the words for each. */
export const faultsOf = (
  settings: readonly ConfSetting[],
  message: (setting: ConfSetting) => string,
): Fault[] => settings.map((setting) => ({ setting, message: message(setting) }));

export const settingNamed = (stanza: ConfStanza, key: string): ConfSetting | undefined =>
  stanza.settings.find((each) => each.key === key);

/** Whether the stanza says which Python it needs, as future releases of Splunk want it. */
export function pythonRequired(stanza: ConfStanza, appInspect: string): Fault[] {
  return settingOf(stanza, 'python.required') === undefined
    ? [
        {
          appInspect,
          message: `\`[${stanza.name}]\` runs Python and does not say which, in \`python.required\``,
          remedy: 'name the versions that it runs on, such as `python.required = 3.13`',
        },
      ]
    : [];
}

const PYTHON_VERSIONS = /^python3(?:\.7|\.9)?$/u;

export function pythonVersion(stanza: ConfStanza, appInspect: string): Fault[] {
  return PYTHON_VERSIONS.test(settingOf(stanza, 'python.version') ?? '')
    ? []
    : [
        {
          appInspect,
          message: `\`[${stanza.name}]\` does not set \`python.version\` to Python 3`,
          remedy: 'set `python.version = python3`',
        },
      ];
}
