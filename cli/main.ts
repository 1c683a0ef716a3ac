#!/usr/bin/env node
import * as fs from 'fs';
import * as path from 'path';
import { run } from './run';

const { version } = JSON.parse(fs.readFileSync(path.join(__dirname, '..', '..', 'package.json'), 'utf8')) as { version: string };

/** Writes all of a text, also into a pipe that is full; who closes the pipe early wants no more. */
function write(stream: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) {
    try {
      at += fs.writeSync(stream, bytes, at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') {
        return;
      }
      if (code !== 'EAGAIN') {
        throw error;
      }
    }
  }
}

process.exitCode = run(process.argv.slice(2), {
  out: (text) => write(1, text),
  err: (text) => write(2, text),
  cwd: process.cwd(),
  now: Date.now,
  terminal: process.stderr.isTTY === true,
  version,
});
