// Base64, percent signs, hashes, code points.
import { call, nothing, text } from '../../plan/index.ts';
import { coerce, present } from '../lower/types.ts';
import { page, type FunctionRow } from './row.ts';

const ofText = (
  name: string,
  plan: string,
  examples: FunctionRow['examples'],
  aliases: readonly string[] = [],
): FunctionRow => ({
  name,
  aliases,
  takes: ['string'],
  lower: ([value = text('')]) => present(call(plan, 'string', value)),
  source: page(`${name.replaceAll('_', '-')}-function`),
  examples,
});

const lowerUnicodeCodepointsToString: FunctionRow['lower'] = (args) => {
  const parts = args.map((each) => coerce(each, 'dynamic'));
  const [only] = parts;
  const list = parts.length === 1 && only ? only : call('json_array', 'dynamic', ...parts);
  return present(call('text_of_code_points', 'string', list));
};

export const encoding: readonly FunctionRow[] = [
  ofText(
    'base64_decode_tostring',
    'base64_text',
    [['base64_decode_tostring("S3VzdG8=")', 'Kusto']],
    ['base64_decodestring'],
  ),
  ofText(
    'base64_encode_tostring',
    'base64_of_text',
    [['base64_encode_tostring("Kusto")', 'S3VzdG8=']],
    ['base64_encodestring'],
  ),
  {
    name: 'base64_decode_toarray',
    takes: ['string'],
    lower: ([value = text('')]) => call('base64_bytes', 'dynamic', value),
    source: page('base64-decode-toarray-function'),
    examples: [['base64_decode_toarray("S3U=")', [75, 117]]],
  },
  {
    name: 'base64_encode_fromarray',
    takes: ['dynamic'],
    lower: ([value = nothing('dynamic')]) => present(call('base64_of_bytes', 'string', value)),
    source: page('base64-encode-fromarray-function'),
    examples: [['base64_encode_fromarray(dynamic([75, 117]))', 'S3U=']],
  },
  ofText('url_decode', 'url_decode', [
    ['url_decode("https%3a%2f%2fwww.bing.com%2f")', 'https://www.bing.com/'],
  ]),
  ofText('url_encode', 'url_encode', [
    ['url_encode("https://www.bing.com/a b")', 'https%3a%2f%2fwww.bing.com%2fa+b'],
  ]),
  ofText('url_encode_component', 'url_encode_component', [
    ['url_encode_component("a b")', 'a%20b'],
  ]),
  ofText('punycode_from_string', 'punycode', [
    ['punycode_from_string("académie-française")', 'acadmie-franaise-npb1a'],
  ]),
  ofText('punycode_to_string', 'punycode_text', [
    ['punycode_to_string("acadmie-franaise-npb1a")', 'académie-française'],
  ]),
  // Of these two the names say the opposite of what they do.
  ofText('punycode_domain_to_string', 'punycode_domain', [
    ['punycode_domain_to_string("www.académie.fr")', 'www.xn--acadmie-eya.fr'],
    [
      'punycode_domain_to_string("Riðill｡Skáldskaparmál｡org")',
      'xn--Riill-jta.xn--Skldskaparml-dbbj.org',
    ],
    [
      'punycode_domain_to_string("Kaledvoulc\'h.Artorījos.edu")',
      "Kaledvoulc'h.xn--Artorjos-ejb.edu",
    ],
  ]),
  ofText('punycode_domain_from_string', 'punycode_domain_text', [
    ['punycode_domain_from_string("www.xn--acadmie-eya.fr")', 'www.académie.fr'],
  ]),
  ofText('zlib_decompress_from_base64_string', 'zlib_text', [
    ['zlib_decompress_from_base64_string("eJwLSS0uUSguKcrMS1cwNDIGACxqBQ4=")', 'Test string 123'],
  ]),
  ofText('gzip_decompress_from_base64_string', 'gzip_text', []),
  {
    name: 'base64_decode_toguid',
    takes: ['string'],
    lower: ([value = text('')]) => call('base64_guid', 'guid', value),
    source: page('base64-decode-toguid-function'),
    examples: [
      ['base64_decode_toguid("8jMxriJurkmwahbmqbIS6w==")', 'ae3133f2-6e22-49ae-b06a-16e6a9b212eb'],
      ['base64_decode_toguid("abcd")', null],
    ],
  },
  {
    name: 'base64_encode_fromguid',
    takes: ['guid'],
    lower: ([value = nothing('guid')]) => present(call('base64_of_guid', 'string', value)),
    source: page('base64-encode-fromguid-function'),
    examples: [
      [
        'base64_encode_fromguid(toguid("ae3133f2-6e22-49ae-b06a-16e6a9b212eb"))',
        '8jMxriJurkmwahbmqbIS6w==',
      ],
    ],
  },
  {
    name: 'unicode_codepoints_from_string',
    aliases: ['to_utf8'],
    takes: ['string'],
    lower: ([value = text('')]) => call('code_points', 'dynamic', value),
    source: page('unicode-codepoints-from-string-function'),
    examples: [['unicode_codepoints_from_string("ab")', [97, 98]]],
  },
  {
    name: 'unicode_codepoints_to_string',
    aliases: ['make_string'],
    lower: lowerUnicodeCodepointsToString,
    source: page('unicode-codepoints-to-string-function'),
    examples: [['unicode_codepoints_to_string(75, 117)', 'Ku']],
  },
];
