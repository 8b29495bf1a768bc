import { error, type AllFilesTest } from '../check.ts';

/** Names every file of the run that is not JSON, even leniently read. */
export const jsonFilesShouldBeValid: AllFilesTest = {
  name: 'JSONFiles-Should-Be-Valid',
  group: 'AllFiles',
  title: 'Every JSON file can be read.',
  *check({ files }) {
    for (const { name, fault } of files) {
      if (fault !== undefined)
        yield error('Invalid.JSON', `${name} is not valid JSON: ${fault}`, 0);
    }
  },
};
