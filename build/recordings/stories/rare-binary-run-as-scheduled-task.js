// A program that nobody else has, run by a task; beside it what runs every day.
import { ordinary, processCreated, sha1, time } from '../events.js';
import { scheduled, updater } from '../cast.js';

const taskhost = (host, at) =>
  scheduled({
    host,
    at,
    image: 'C:\\Windows\\System32\\taskhostw.exe',
    commandLine: 'taskhostw.exe Logon',
    company: 'Microsoft Corporation',
  });
const implant = 'C:\\ProgramData\\Lenovo\\ImController\\lnvsvc.exe';
const agent = 'C:\\Program Files\\Contoso\\Agent\\inventory.exe';
const update = (host, at) =>
  scheduled({
    host,
    at,
    image: updater,
    commandLine: `"${updater}" /silent`,
    company: 'Northwind Traders',
  });
const week = [
  '2026-02-23',
  '2026-02-24',
  '2026-02-25',
  '2026-02-26',
  '2026-02-27',
  '2026-02-28',
  '2026-03-01',
  '2026-03-02',
];
const hosts = [
  'ws-011',
  'ws-012',
  'ws-013',
  'ws-014',
  'ws-015',
  'ws-016',
  'ws-017',
  'ws-018',
  'ws-019',
];

const background = () =>
  week.flatMap((day) =>
    ['ws-011', 'ws-014'].flatMap((host) => [
      taskhost(host, time(`${day}T07:58:11`)),
      update(host, time(`${day}T09:15:04`)),
    ]),
  );

export const recordings = {
  'rare-binary.xml': () => [
    ...ordinary(...background()),
    scheduled({
      host: 'ws-014',
      at: time('2026-03-02T10:02:37', 4410093),
      image: implant,
      commandLine: implant,
      binary: 'lnvsvc 1',
    }),
  ],
  'rare-binary-mixed-case.xml': () => [
    ...ordinary(...background()),
    processCreated({
      parentImage: 'C:\\WINDOWS\\system32\\SVCHOST.EXE',
      parentCommandLine: 'C:\\WINDOWS\\system32\\svchost.exe -k netsvcs -p -s Schedule',
      host: 'WS-014',
      at: time('2026-03-02T10:02:37', 4410093),
      image: implant.toUpperCase(),
      commandLine: `"${implant}"`,
      binary: 'lnvsvc 1',
    }),
  ],
  'known-updater.xml': background,
  'software-rollout.xml': () => [
    ...background(),
    ...hosts.map((host, at) =>
      scheduled({
        host,
        at: time(`2026-03-02T01:0${at}:30`),
        image: agent,
        commandLine: `"${agent}" --first-run`,
        company: 'Contoso',
      }),
    ),
  ],
  'rare-binary-by-hand.xml': () => [
    ...background(),
    processCreated({
      host: 'ws-014',
      at: time('2026-03-02T10:02:37'),
      image: implant,
      commandLine: implant,
      binary: 'lnvsvc 1',
      user: 'CORP\\m.keller',
      parentImage: 'C:\\Windows\\explorer.exe',
      parentCommandLine: 'C:\\Windows\\Explorer.EXE',
    }),
  ],
};

/** What Defender knows of the files above: the side table that FileProfile() reads. */
const profile = (binary, more) => ({ SHA1: sha1(binary.toLowerCase()), ...more });
export const fileProfiles = [
  profile('C:\\Windows\\System32\\taskhostw.exe', {
    GlobalPrevalence: 1_400_000_000,
    GlobalFirstSeen: '2024-05-14T00:00:00Z',
    Signer: 'Microsoft Windows',
    Issuer: 'Microsoft Windows Production PCA 2011',
    SignatureState: 'SignedValid',
    IsCertificateValid: true,
    IsRootSignerMicrosoft: true,
    ProfileAvailability: 'Available',
  }),
  profile(updater, {
    GlobalPrevalence: 812_000,
    GlobalFirstSeen: '2025-11-02T00:00:00Z',
    Signer: 'Northwind Traders',
    Issuer: 'Example Code Signing CA',
    SignatureState: 'SignedValid',
    IsCertificateValid: true,
    IsRootSignerMicrosoft: false,
    ProfileAvailability: 'Available',
  }),
  profile(agent, {
    GlobalPrevalence: 45_300,
    GlobalFirstSeen: '2026-02-20T00:00:00Z',
    Signer: 'Contoso',
    Issuer: 'Example Code Signing CA',
    SignatureState: 'SignedValid',
    IsCertificateValid: true,
    IsRootSignerMicrosoft: false,
    ProfileAvailability: 'Available',
  }),
  profile('lnvsvc 1', {
    GlobalPrevalence: 3,
    GlobalFirstSeen: '2026-03-02T06:12:00Z',
    Signer: '',
    Issuer: '',
    SignatureState: 'Unsigned',
    IsCertificateValid: false,
    IsRootSignerMicrosoft: false,
    ProfileAvailability: 'Available',
  }),
];

/** What the malicious events of a recording are: all that `ordinary` does not except. */
export const attacks = {
  'rare-binary.xml': 'implant in ProgramData, run once by its task',
  'rare-binary-mixed-case.xml': 'implant in ProgramData, host process and path in another spelling',
};
