// Date and time functions. `now` and `time` are the search's clock.
import { call, real, text } from '../../plan/index.ts';
import { readModifier } from '../../plan/index.ts';
import { absent, any, asNumber, asText, literalText, number } from '../shape.ts';
import { refuse, row, type EvalFunction } from './function.ts';

const PAGE = 'Date and Time functions';

export const date: readonly EvalFunction[] = [
  row('now', [0, 0], PAGE, [['now()', 1717594625]], (_, site) => number(real(site.scope.now))),
  row('time', [0, 0], PAGE, [['time()', 1717594625]], (_, site) => number(real(site.scope.now))),
  row(
    'relative_time',
    [2, 2],
    PAGE,
    [
      ['relative_time(1717594625,"-1h@h")', 1717588800],
      ['relative_time(1717594625,"-1d@d+3h")', 1717470000],
      ['relative_time(1717594625,"@w0")', 1717286400],
      ['relative_time(1717594625,"@w1")', 1717372800],
      ['relative_time(1717594625,"-1mon@mon")', 1714521600],
      ['relative_time(1717594625,"@q")', 1711929600],
      ['relative_time(1717594625,"@y")', 1704067200],
      ['relative_time(t,"-30m")', 1717592825, { t: '1717594625' }],
    ],
    ([time = absent, modifier = absent], site) => {
      const known = literalText(modifier);
      if (known !== undefined && !readModifier(known)) {
        return refuse(site, 1, 'SPL1206', `\`${known}\` is no time modifier`);
      }
      const zone = text(site.scope.timezone);
      return number(call('time.move', 'real', asNumber(time), asText(modifier), zone));
    },
  ),
  row(
    'strftime',
    [2, 2],
    PAGE,
    [
      ['strftime(1534159353,"%Y-%m-%dT%H:%M:%S")', '2018-08-13T11:22:33'],
      ['strftime(1534159353.5,"%F %T.%3N %Q %6Q %f")', '2018-08-13 11:22:33.500 500 500000 500000'],
      [
        'strftime(1534159353,"%a %A %b %B %d %e %j %I %p %y %w")',
        'Mon Monday Aug August 13 13 225 11 AM 18 1',
      ],
      ['strftime(1534159353,"%z %:z %Z %s %%")', '+0000 +00:00 UTC 1534159353 %'],
      ['strftime(1534159353,"%V %U %G")', '33 32 2018'],
      ['strftime("1534159353","%H")', '11'],
      ['strftime("abc","%H")', null],
      ['strftime(0,"%c")', 'Thu Jan  1 00:00:00 1970'],
    ],
    ([time = absent, format = absent], site) =>
      any(call('time.format', 'string', asNumber(time), asText(format), text(site.scope.timezone))),
  ),
  row(
    'strptime',
    [2, 2],
    PAGE,
    [
      ['strptime("2018-08-13 11:22:33","%Y-%m-%d %H:%M:%S")', 1534159353],
      ['strptime("2018-08-13T11:22:33.250Z","%Y-%m-%dT%H:%M:%S.%3N%Z")', 1534159353.25],
      ['strptime("13/Aug/2018:13:22:33 +0200","%d/%b/%Y:%H:%M:%S %z")', 1534159353],
      ['strptime("08/13/18 01:05 PM","%m/%d/%y %I:%M %p")', 1534165500],
      ['strptime("2018-08-13","%F")', 1534118400],
      ['strptime("11:00","%H:%M")', 1717585200],
      ['strptime("nonsense","%Y-%m-%d")', null],
      ['strptime("2018-02-30","%Y-%m-%d")', null],
      ['strptime("1534159353","%s")', 1534159353],
    ],
    ([value = absent, format = absent], site) =>
      number(
        call(
          'time.parse',
          'real',
          asText(value),
          asText(format),
          text(site.scope.timezone),
          real(site.scope.now),
        ),
      ),
  ),
];
