// Who and what the recordings are about: invented people, hosts and programs, shared by the stories.
import { escape, processCreated } from './events.js';

export const DOMAIN_SID = 'S-1-5-21-1688412077-2871456391-938127544';

/** The service host of the task scheduler, as the parent of what a task runs. */
export const SCHEDULER = {
  parentImage: 'C:\\Windows\\System32\\svchost.exe',
  parentCommandLine: 'C:\\Windows\\system32\\svchost.exe -k netsvcs -p -s Schedule',
};

export const SERVICE_HOST = 'C:\\Windows\\system32\\svchost.exe';

/** A process that a task starts. */
export const scheduled = (more) => processCreated({ ...SCHEDULER, ...more });

/** A process that a user starts from a command prompt. */
export const typed = (more) =>
  processCreated({
    user: 'CORP\\m.keller',
    parentUser: 'CORP\\m.keller',
    logonId: '0x8f31c',
    integrity: 'Medium',
    parentImage: 'C:\\Windows\\System32\\cmd.exe',
    parentCommandLine: '"C:\\Windows\\System32\\cmd.exe"',
    ...more,
  });

/** The lines of an action that runs a program. */
export const exec = (command, args) => [
  '<Exec>',
  `  <Command>${escape(command)}</Command>`,
  ...(args === undefined ? [] : [`  <Arguments>${escape(args)}</Arguments>`]),
  '</Exec>',
];

/** The lines of an action that asks a COM class. */
export const comHandler = (classId, data) => [
  '<ComHandler>',
  `  <ClassId>${classId}</ClassId>`,
  ...(data === undefined ? [] : [`  <Data>${data}</Data>`]),
  '</ComHandler>',
];

/** The lines of a principal that is the system itself. */
export const asSystem = ['<UserId>S-1-5-18</UserId>', '<RunLevel>HighestAvailable</RunLevel>'];

export const keller = { account: 'm.keller', sid: `${DOMAIN_SID}-1147`, host: 'ws-014' };
export const admin = { account: 'adm-brandt', sid: `${DOMAIN_SID}-1206`, host: 'ws-014' };

/** The host's own account, under which Windows maintains itself. */
export const machine = (host) => ({
  account: `${host.toUpperCase()}$`,
  sid: 'S-1-5-18',
  logonId: '0x3e7',
  author: 'Microsoft Corporation',
  host,
});

export const updater = 'C:\\Program Files\\Northwind\\Updater\\nwupdate.exe';
