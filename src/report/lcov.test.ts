import { describe, expect, test } from 'vitest';
import { LcovFault, parseLcov } from './lcov.ts';

const RECORD =
  'TN:\nSF:port.c\nFN:1,main\nFNDA:1,main\nDA:1,2\nDA:3,0,bm9uZQ\nBRDA:3,0,0,-\nLF:2\nLH:1\nend_of_record\n';

describe('parseLcov', () => {
  test('reads how often each line ran, whatever else a record has', () => {
    expect(parseLcov(RECORD, 'a')).toEqual([
      {
        path: 'port.c',
        lines: new Map([
          [1, 2],
          [3, 0],
        ]),
      },
    ]);
  });

  test('adds the counts of records of one file', () => {
    const again = RECORD.replace('DA:3,0', 'DA:3,4');
    expect(parseLcov(RECORD + again, 'a').map(({ lines }) => [...lines])).toEqual([
      [
        [1, 4],
        [3, 4],
      ],
    ]);
  });

  test('takes line ends of Windows, and comments', () => {
    expect(parseLcov(`# by a tool\n${RECORD}`.replaceAll('\n', '\r\n'), 'a')[0].path).toBe('port.c');
  });

  test.each([
    [
      '',
      /^a: it names no file, so nothing was counted; a port that crashes or is killed writes nothing, and the file must be/,
    ],
    ['<html>', /^a:1: no line of lcov: "<html>"; the file must be what the port's own tool writes as lcov/],
    ['DA:1,2\n', /^a:1: a line of no file: "DA:1,2"; /],
    ['SF:\n', /^a:1: a file without a name/],
    ['SF:x\nSF:y\n', /^a:2: a file begins before end_of_record: "SF:y"/],
    ['SF:x\nDA:1,-1\nend_of_record\n', /^a:2: a line without its number and count: "DA:1,-1"/],
    ['SF:x\nDA:0,1\nend_of_record\n', /^a:2: a line without/],
    ['SF:x\nDA:1,1e3\nend_of_record\n', /^a:2: a line without/],
    ['SF:x\nDA:99999999,1\nend_of_record\n', /^a:2: a line without/],
    ['end_of_record\n', /^a:1: the end of no file/],
    ['SF:x\nDA:1,2\n', /^a: it ends before end_of_record, and was cut off; write it again$/],
  ])('rejects %j, and says where', (text, message) => {
    expect(() => parseLcov(text, 'a')).toThrow(LcovFault);
    expect(() => parseLcov(text, 'a')).toThrow(message);
  });

  test('shows no more of a line than its beginning', () => {
    expect(() => parseLcov('x'.repeat(1000), 'a')).toThrow(/^a:1: no line of lcov: "x{60}\.\.\."; /);
  });
});
