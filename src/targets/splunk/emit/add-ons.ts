// Which of Splunk's add-ons makes the fields of a source's events. The app ships no field extractions of its own: private
// ones would hold in this app alone, so that an alert's drill-down from Enterprise Security or any other app would not see
// the fields by which the alert was raised, and they would stand beside the add-on's wherever that is installed.

// By what a filter names, the special before the general.
const MAKERS: readonly (readonly [what: RegExp, addOn: string])[] = [
  [/WinEventLog:Microsoft-Windows-Sysmon\b/iu, 'Splunk Add-on for Sysmon'],
  [/\bWinEventLog|\bXmlWinEventLog/iu, 'Splunk Add-on for Microsoft Windows'],
  [/\baws:\w/iu, 'Splunk Add-on for Amazon Web Services'],
  [/\bo365:\w/iu, 'Splunk Add-on for Microsoft Office 365'],
  [/\b(?:mscs|azure:monitor):\w/iu, 'Splunk Add-on for Microsoft Cloud Services'],
  [/\bOktaIM2:/iu, 'Splunk Add-on for Okta Identity Cloud'],
  [/\blinux_(?:audit|secure)\b|\bauditd\b/iu, 'Splunk Add-on for Unix and Linux'],
];

/** The add-on for the events that a source macro's definition names; undefined where its text does not tell. */
export function addOnFor(definition: string): string | undefined {
  return MAKERS.find(([what]) => what.test(definition))?.[1];
}
