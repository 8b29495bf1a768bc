// The builders that stories use. Every function returns one event, with the fields that Windows and Sysmon write.
import { event, fullName, OPERATIONAL, sha1 } from './log-event.js';

export { escape, isOrdinary, ordinary, restartRecords, sha1, time } from './log-event.js';
export * from './security-events.js';
export * from './sysmon-events.js';

const SCHEDULER_EVENTS = {
  106: ['TaskRegisteredEvent', 'TaskName', 'UserContext'],
  129: ['CreatedTaskProcess', 'TaskName', 'Path', 'ProcessID', 'Priority'],
  140: ['TaskUpdated', 'TaskName', 'UserName'],
  141: ['TaskDeleted', 'TaskName', 'UserName'],
  142: ['TaskDisabled', 'TaskName', 'UserName'],
  200: ['ActionStart', 'TaskName', 'ActionName', 'TaskInstanceId', 'EnginePID'],
};

/** An event of TaskScheduler/Operational; `values` in the order of its data. */
export function schedulerEvent(id, { host, at, user = 'S-1-5-18' }, ...values) {
  const [dataName, ...names] = SCHEDULER_EVENTS[id];
  return event(
    {
      provider: 'Microsoft-Windows-TaskScheduler',
      guid: '{de7b24ea-73c8-4a09-985d-5bdadcfa9017}',
      id,
      version: id === 200 ? 1 : 0,
      level: 4,
      task: id,
      opcode: id === 200 ? 1 : 0,
      keywords: OPERATIONAL,
      at,
      channel: 'Microsoft-Windows-TaskScheduler/Operational',
      computer: fullName(host),
      pid: 1344,
      tid: 2260,
      user,
      dataName,
    },
    names.map((name, index) => [name, values[index] ?? '']),
  );
}

const powershell = (id, level, task, { host, at, user }, data) =>
  event(
    {
      provider: 'Microsoft-Windows-PowerShell',
      guid: '{a0c1853b-5c40-4b15-8766-3cf1c58f985a}',
      id,
      version: 1,
      level,
      task,
      opcode: id === 4104 ? 15 : 20,
      keywords: '0x0',
      at,
      channel: 'Microsoft-Windows-PowerShell/Operational',
      computer: fullName(host),
      pid: 6312,
      tid: 5508,
      user,
    },
    data,
  );

/** PowerShell 4103: one command with its parameters, given as name and value. */
export function commandRun({ host, at, user, command, parameters, script = '' }) {
  const bound = parameters.map(
    ([name, value]) => `ParameterBinding(${command}): name="${name}"; value="${value}"\r\n`,
  );
  const context = [
    'Severity = Informational',
    'Host Name = ConsoleHost',
    'Host Application = powershell.exe',
    `Command Name = ${command}`,
    'Command Type = Function',
    `Script Name = ${script}`,
  ];
  return powershell(4103, 4, 106, { host, at, user }, [
    ['ContextInfo', context.map((line) => `        ${line}\r\n`).join('')],
    ['UserData', null],
    ['Payload', `CommandInvocation(${command}): "${command}"\r\n${bound.join('')}`],
  ]);
}

/** PowerShell 4104, in one part. */
export function scriptBlock({ host, at, user, script, path = null }) {
  return powershell(4104, 3, 2, { host, at, user }, [
    ['MessageNumber', '1'],
    ['MessageTotal', '1'],
    ['ScriptBlockText', script],
    ['ScriptBlockId', `${sha1(script).slice(0, 8)}-9a01-4710-8e03-${sha1(at).slice(0, 12)}`],
    ['Path', path],
  ]);
}
