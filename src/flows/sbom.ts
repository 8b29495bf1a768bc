// A CycloneDX bill of materials of the Splunk app: the packages inside its setup page, and its detections.
// https://cyclonedx.org/docs/1.6/json/
import type { Strategy } from '../strategy/index.ts';
import type { FileTree } from '../text/index.ts';
import { documentPath, type LoadedPack } from './pack-folder.ts';
import { toolVersion } from './tool-version.ts';
import { sha256 } from './write-tree.ts';

const NOTICES = 'THIRD_PARTY_NOTICES.txt';

/** `app` is the app's tree, `archive` the package made of it. Equal packages have equal bills: there is no time in it. */
export function sbom(loaded: LoadedPack, app: FileTree, archive: Uint8Array): string {
  const { pack, strategies } = loaded;
  const digest = sha256(archive);
  const reference = `app:${pack.id}`;
  const notices = app.get(`${pack.id}/${NOTICES}`);
  const packages = notices === undefined ? [] : packagesIn(textOf(notices)).map(library);
  const documents = strategies
    .filter(({ searches }) => searches.some(({ language }) => language === 'spl'))
    .map((strategy) => detection(loaded, strategy));
  const components = [...packages, ...documents];
  const bill = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(digest)}`,
    version: 1,
    metadata: {
      tools: {
        components: [{ type: 'application', name: 'stratagem', version: toolVersion() }],
      },
      component: {
        type: 'application',
        'bom-ref': reference,
        name: pack.id,
        version: pack.version,
        description: pack.description || pack.title,
        hashes: [{ alg: 'SHA-256', content: digest }],
      },
    },
    components,
    dependencies: [{ ref: reference, dependsOn: components.map((each) => each['bom-ref']) }],
  };
  return `${JSON.stringify(bill, undefined, 2)}\n`;
}

interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/** The packages that the shipped notices name: each entry follows a rule and begins `name version (licence)`. */
export function packagesIn(notices: string): BundledPackage[] {
  const heads = notices.matchAll(/^-{78}\n\n(\S{1,214}) (\S{1,100}) \(([^\n]{1,300})\)$/gmu);
  const found = new Map<string, BundledPackage>();
  for (const [, name = '', version = '', license = ''] of heads) {
    found.set(`${name} ${version}`, { name, version, license });
  }
  return [...found.values()];
}

function library({ name, version, license }: BundledPackage): Component {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${encodeURIComponent(version)}`;
  // An SPDX expression is letters, digits, operators and brackets; any other text is a licence's name.
  const spdx = /^[\w.+() -]+$/u.test(license) && !/licence|license/iu.test(license);
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    purl,
    licenses: [spdx ? { expression: license } : { license: { name: license } }],
  };
}

interface Component {
  readonly type: 'library' | 'data';
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly purl?: string;
  readonly licenses?: readonly object[];
  readonly hashes?: readonly object[];
  readonly properties?: readonly object[];
}

function detection(loaded: LoadedPack, strategy: Strategy): Component {
  return {
    type: 'data',
    'bom-ref': `strategy:${strategy.id}`,
    name: strategy.title,
    version: strategy.version,
    hashes: [{ alg: 'SHA-256', content: sha256(strategy.source.text) }],
    properties: [
      { name: 'stratagem:strategy', value: strategy.id },
      { name: 'stratagem:document', value: documentPath(loaded, strategy) },
      { name: 'stratagem:status', value: strategy.status },
    ],
  };
}

/** A UUID of version 8 (RFC 9562), made of a digest. */
function uuidOf(digest: string): string {
  const variant = ((Number.parseInt(digest.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `8${digest.slice(13, 16)}`,
    `${variant}${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ].join('-');
}

function textOf(content: string | Uint8Array): string {
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}
