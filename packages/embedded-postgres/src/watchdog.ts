// A process of its own that outlives the launcher by a moment. Its standard input is a pipe that only
// the launcher holds open, so however the launcher ends, kill -9 included, the pipe ends, and then
// the server that it started is ended too.
import { argv, stdin } from 'node:process';
import { endServer } from './running-process.ts';

const [pid, startedAt = ''] = argv.slice(2);
stdin.resume().once('end', () => void endServer({ pid: Number(pid), startedAt }));
